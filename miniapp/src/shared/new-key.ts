/** A key no other submission of this person has: time and 80 random bits. Not a secret, so Math.random will do. */
export const newKey = (): string => {
  let random = '';
  while (random.length < 20)
    random += Math.floor(Math.random() * 0x100000000)
      .toString(16)
      .padStart(8, '0');
  return `${Date.now().toString(16).padStart(12, '0')}-${random.slice(0, 20)}`;
};

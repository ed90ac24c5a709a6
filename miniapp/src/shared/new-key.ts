const randomHex = (digits: number): string => {
  let random = '';
  while (random.length < digits)
    random += Math.floor(Math.random() * 0x100000000)
      .toString(16)
      .padStart(8, '0');
  return random.slice(0, digits);
};
const timeHex = (): string => Date.now().toString(16).padStart(12, '0');

/** A key no other submission of this person has: time and 80 random bits. Not a secret, so Math.random will do. */
export const newKey = (): string => `${timeHex()}-${randomHex(20)}`;

/** An id of what the phone itself begins (a draft): UUIDv7, as the server makes its own. */
export const newId = (): string => {
  const time = timeHex();
  const random = randomHex(18);
  const variant = '89ab'.charAt(Math.floor(Math.random() * 4));
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(3, 6)}-${random.slice(6)}`;
};

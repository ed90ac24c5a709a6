import { isIPv6 } from 'node:net';

/**
 * Whom an address counts as in every limit: an IPv4 address itself, however it is written; of IPv6 its /64 network as four groups without
 * leading zeros (`2001:db8:0:1`), because whoever has one address of it has them all.
 */
export const callerAddress = (address: string): string => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail = ''] = address.split('::');
  const groupsOf = (part: string): string[] => part.split(':').filter(Boolean);
  const [front, back] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return [...front, ...zeros, ...back]
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':');
};

import { BlockList, isIPv6 } from 'node:net';

const inside = new BlockList();
const ranges4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
// 64:ff9b::/96 and 2002::/16 carry an IPv4 address inside, which could be one of the above.
const ranges6 = ['::/127', 'fc00::/7', 'fe80::/10', 'ff00::/8', '64:ff9b::/96', '2002::/16'];
for (const range of ranges4) addRange(range, 'ipv4');
for (const range of ranges6) addRange(range, 'ipv6');

function addRange(range: string, family: 'ipv4' | 'ipv6'): void {
  const [network = '', bits = ''] = range.split('/');
  inside.addSubnet(network, Number(bits), family);
}

/**
 * Whether an IP address belongs to this machine, a private network or no single host at all
 * (RFC 6890). An IPv4 address dressed as IPv6 is judged as the IPv4 address it is.
 */
export function isInside(address: string): boolean {
  return inside.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Whether a host name or address means this machine. Never asks the network. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

import { Image } from '@tarojs/components';
import { useMemo } from 'react';
import { qrModules } from '../shared/qr-modules';

const quiet = 2;

/** SVG of a QR code as a data URI; sharp at every size, works on weapp and H5. */
export const qrSvg = (text: string): string => {
  const { count, isDark } = qrModules(text);
  let path = '';
  for (let row = 0; row < count; row++)
    for (let column = 0; column < count; column++) if (isDark(row, column)) path += `M${column} ${row}h1v1h-1z`;
  const size = count + quiet * 2;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-quiet} ${-quiet} ${size} ${size}" shape-rendering="crispEdges"><path fill="#FFFEFB" d="M${-quiet} ${-quiet}h${size}v${size}h${-size}z"/><path fill="#1F2523" d="${path}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
};

export const QrCode = ({ text, label }: { text: string; label: string }) => {
  const source = useMemo(() => qrSvg(text), [text]);
  return <Image className="qr" src={source} mode="scaleToFill" ariaLabel={label} />;
};

import qrcode from 'qrcode-generator';

/** A QR code as one path, drawn here: its content is a secret and goes nowhere. */
export const QrPicture = ({ content, name }: { content: string; name: string }) => {
  const code = qrcode(0, 'M');
  code.addData(content);
  code.make();
  const count = code.getModuleCount();
  let dark = '';
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column < count; column += 1) if (code.isDark(row, column)) dark += `M${column} ${row}h1v1h-1z`;
  return (
    <svg viewBox={`0 0 ${count} ${count}`} role="img" aria-label={name} shapeRendering="crispEdges">
      <path d={dark} fill="currentColor" />
    </svg>
  );
};

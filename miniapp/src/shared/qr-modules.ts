import qrcode from 'qrcode-generator';

export interface QrModules {
  /** Modules a side, without the quiet zone. */
  readonly count: number;
  readonly isDark: (row: number, column: number) => boolean;
}

/** A QR code as modules, for whoever draws it. Error correction M: a folded or dirty print is still read. */
export const qrModules = (text: string): QrModules => {
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  return { count: code.getModuleCount(), isDark: (row, column) => code.isDark(row, column) };
};

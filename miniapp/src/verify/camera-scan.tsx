export interface CameraScanProps {
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

/** The page's own camera is for H5 (camera-scan.h5.tsx): WeChat has a scanner. */
export const CameraScan = (_: CameraScanProps) => null;

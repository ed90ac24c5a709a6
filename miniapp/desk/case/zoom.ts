/** How a picture lies in its room: pixels of the room a pixel of the picture, quarter turns clockwise, and the point looked at. */
export interface View {
  /** null: as large as the whole picture fits. */
  readonly scale: number | null;
  readonly turns: 0 | 1 | 2 | 3;
}

export const wholePicture: View = { scale: null, turns: 0 };

export interface Size {
  readonly width: number;
  readonly height: number;
}

const least = 0.05;
const most = 8;

/** Sides as seen after the turns. */
export const turned = ({ width, height }: Size, turns: View['turns']): Size =>
  turns % 2 === 0 ? { width, height } : { width: height, height: width };

/** The scale at which all of it is seen; a small picture is not blown up. */
export const fitScale = (picture: Size, room: Size, turns: View['turns']): number => {
  const seen = turned(picture, turns);
  return Math.min(1, room.width / seen.width, room.height / seen.height);
};

export const zoomed = (scale: number, steps: number): number => Math.min(most, Math.max(least, scale * 1.25 ** steps));

export const turnedRight = (view: View): View => ({ ...view, turns: ((view.turns + 1) % 4) as View['turns'] });

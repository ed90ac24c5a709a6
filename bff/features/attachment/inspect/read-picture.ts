import sharp from 'sharp';
import { attachmentLimits } from '../../../contract/attachment/schema';
import type { Refusal } from '../refusals';

/** 50 megapixels. */
const pixelLimit = 50_000_000;
const decodeSec = 30;

const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
type PictureType = (typeof pictureTypes)[number];

export const isPicture = (contentType: string | undefined): contentType is PictureType => pictureTypes.some(one => one === contentType);

// One file and out: nothing to keep, nothing to share, and no decoder but the three.
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });

const encoded: Readonly<Record<PictureType, (picture: sharp.Sharp) => sharp.Sharp>> = {
  'image/jpeg': picture => picture.jpeg({ quality: 88, chromaSubsampling: '4:4:4' }),
  'image/png': picture => picture.png({ compressionLevel: 6 }),
  'image/webp': picture => picture.webp({ quality: 88, effort: 2 }),
};

/**
 * The picture drawn anew: upright, in sRGB with eight bits, its first frame, and nothing of what was written around it: no EXIF, no place,
 * no profile, no comment, no second file behind the picture.
 */
export const readPicture = async (bytes: Buffer, type: PictureType): Promise<Uint8Array | Refusal> => {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false, failOn: 'error' }).metadata();
    if (width * height > pixelLimit) return 'image_large';
    const upright = sharp(bytes, { limitInputPixels: pixelLimit, failOn: 'error', sequentialRead: true })
      .autoOrient()
      .toColourspace('srgb');
    const kept = await encoded[type](upright).timeout({ seconds: decodeSec }).toBuffer();
    return kept.length > attachmentLimits.sizeBytes ? 'image_large' : kept;
  } catch (error) {
    if (error instanceof Error && error.message.includes('timeout')) return 'too_heavy';
    return 'image_broken';
  }
};

import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { type Inspector, makeInspector, type Verdict } from '../../bff/features/attachment/inspect/run-child';
import { heicHead, makePdf, makePhoto } from '../support/papers';

let inspector: Inspector;
beforeAll(() => {
  inspector = makeInspector();
});
afterAll(() => inspector.close());

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 500_000) yield bytes.subarray(at, at + 500_000);
}

const look = async (bytes: Uint8Array, by = inspector): Promise<{ verdict: Verdict; kept: Buffer }> => {
  const pieces: Uint8Array[] = [];
  const verdict = await by.inspect(whole(bytes), async piece => void pieces.push(piece));
  return { verdict, kept: Buffer.concat(pieces) };
};
const verdictOf = async (bytes: Uint8Array): Promise<Verdict> => (await look(bytes)).verdict;
/** In twos, as the inspector takes them. */
const verdictsOf = async (files: Readonly<Record<string, Uint8Array>>): Promise<Record<string, Verdict>> =>
  Object.fromEntries(await Promise.all(Object.entries(files).map(async ([name, bytes]) => [name, await verdictOf(bytes)] as const)));

const refused = (word: string): Verdict => ({ refused: word }) as Verdict;
const plainPdf: Verdict = { contentType: 'application/pdf', rewritten: false };

describe('pictures', () => {
  it('are drawn anew, upright, without place, camera or profile', async () => {
    const sent = await makePhoto({ orientation: 6 });
    expect(sent.includes('Camera 7') && sent.includes('Exif')).toBe(true);
    const { verdict, kept } = await look(sent);
    expect(verdict).toEqual({ contentType: 'image/jpeg', rewritten: true });
    expect(kept.includes('Camera 7') || kept.includes('Exif') || kept.includes('ICC_PROFILE')).toBe(false);
    const { width, height, orientation, exif, icc, xmp } = await sharp(kept).metadata();
    // Turned a quarter to the right: what was above is on the right.
    expect([width, height, orientation, exif, icc, xmp]).toEqual([32, 64, undefined, undefined, undefined, undefined]);
    const { data, info } = await sharp(kept).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x) * info.channels + 3)];
    expect(at(28, 32)[0]).toBeGreaterThan(200);
    expect(at(4, 32)[2]).toBeGreaterThan(200);
  });

  it('lose whatever was hidden in front of, in or behind them', async () => {
    const script = Buffer.from('<script>alert(1)</script>PK\u0003\u0004 second file');
    const behind = Buffer.concat([await makePhoto(), script]);
    const png = await sharp(await makePhoto())
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">secret place</x:xmpmeta>')
      .png()
      .toBuffer();
    const webp = await sharp(await makePhoto())
      .webp()
      .toBuffer();
    for (const [bytes, contentType] of [
      [behind, 'image/jpeg'],
      [png, 'image/png'],
      [webp, 'image/webp'],
    ] as const) {
      const { verdict, kept } = await look(bytes);
      expect(verdict).toEqual({ contentType, rewritten: true });
      expect([kept.includes('<script>'), kept.includes('PK\u0003\u0004'), kept.includes('secret place')]).toEqual([false, false, false]);
    }
  });

  it('are refused with their reason when broken, foreign or a HEIC', async () => {
    const photo = await makePhoto({ width: 640, height: 480 });
    const gif = Buffer.concat([Buffer.from('GIF89a', 'latin1'), Buffer.alloc(300)]);
    const svg = Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    expect(
      await verdictsOf({
        cut: photo.subarray(0, photo.length - 900),
        gif,
        svg,
        html: Buffer.from('<!doctype html><script>alert(1)</script>'),
        heic: heicHead,
        named: Buffer.from('just words in a file called photo.jpg'),
      }),
    ).toEqual({
      cut: refused('image_broken'),
      gif: refused('type'),
      svg: refused('type'),
      html: refused('type'),
      heic: refused('heic'),
      named: refused('type'),
    });
  });

  it('are refused above 50 megapixels, however small the file', async () => {
    const bomb = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 3, background: '#fff' }, limitInputPixels: false })
        .png()
        .toBuffer();
    expect(await verdictsOf({ large: await bomb(10_001, 5_000), most: await bomb(10_000, 5_000) })).toEqual({
      large: refused('image_large'),
      most: { contentType: 'image/png', rewritten: true },
    });
  }, 60_000);

  it('that overwhelm the decoder end only their own process', async () => {
    const [photo, tiny] = [await makePhoto(), makeInspector({ memoryMb: 1 })];
    expect((await look(photo, tiny)).verdict).toEqual(refused('too_heavy'));
    tiny.close();
    const hasty = makeInspector({ deadlineMs: 1 });
    expect((await look(photo, hasty)).verdict).toEqual(refused('too_heavy'));
    hasty.close();
    expect(await verdictOf(photo)).toEqual({ contentType: 'image/jpeg', rewritten: true });
  });
});

describe('PDFs', () => {
  const script = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>';

  it('that only show pages are kept as they are', async () => {
    const packed = '11 0 << /Type /Font /BaseFont /Helvetica /Title (a /JavaScript-free text) >>';
    expect(
      await verdictsOf({
        plain: makePdf(),
        opens: makePdf({ catalogue: '/OpenAction [3 0 R /Fit] /Names << /Dests 12 0 R >>' }),
        packed: makePdf({ packed: '11 0 << /Type /Font /BaseFont /Helvetica >>' }),
        filterInArray: makePdf({ packed, packedAs: '/Type /ObjStm /N 1 /First 5 /Filter [/FlateDecode]' }),
        colours: makePdf({ objects: ['<< /N 3 /Alternate /DeviceRGB /Filter /ASCIIHexDecode /Length 2 >>\nstream\n00\nendstream'] }),
      }),
    ).toEqual({ plain: plainPdf, opens: plainPdf, packed: plainPdf, filterInArray: plainPdf, colours: plainPdf });
  });

  it('with a script, a launch, a carried file or a password are refused, however it is written', async () => {
    expect(
      await verdictsOf({
        openAction: makePdf({ catalogue: `/OpenAction ${script}` }),
        escaped: makePdf({ catalogue: '/OpenAction << /S /J#61v#61Script /JS (1) >>' }),
        names: makePdf({ catalogue: '/Names << /JavaScript 12 0 R >>' }),
        launch: makePdf({ objects: ['<< /S /Launch /F (cmd.exe) >>'] }),
        form: makePdf({ catalogue: '/AcroForm << /XFA [(a) 9 0 R] >>' }),
        embedded: makePdf({ catalogue: '/Names << /EmbeddedFiles 12 0 R >>' }),
        carried: makePdf({ objects: ['<< /Type /Filespec /F (a.exe) /EF<</F 12 0 R>> >>'] }),
        locked: makePdf({ trailer: '/Encrypt 9 0 R' }),
        whenClosed: makePdf({ catalogue: '/AA << /WC 9 0 R >>' }),
        elsewhere: makePdf({ catalogue: '/OpenAction << /S /GoToR /F (//host/share/a.pdf) /D [0 /Fit] >>' }),
      }),
    ).toEqual({
      openAction: refused('pdf_script'),
      escaped: refused('pdf_script'),
      names: refused('pdf_script'),
      launch: refused('pdf_script'),
      form: refused('pdf_script'),
      embedded: refused('pdf_files'),
      carried: refused('pdf_files'),
      locked: refused('pdf_encrypted'),
      whenClosed: refused('pdf_script'),
      elsewhere: refused('pdf_files'),
    });
  });

  it('are looked at inside of object streams, and refused where one is packed so that it cannot be', async () => {
    const packed = `11 0 ${script}`;
    const as = (packedAs: string) => makePdf({ packed, packedAs });
    const hex = '/Filter /FlateDecode';
    expect(
      await verdictsOf({
        inside: makePdf({ packed }),
        untyped: as(`/N 1 /First 5 ${hex}`),
        escapedKeys: as(`/#4e 1 /F#69rst 5 ${hex}`),
        commented: as(`/Type /ObjStm % endobj >>\n/N 1 /First 5 ${hex} /X (>> endobj)`),
        predicted: as(`/Type /ObjStm /N 1 /First 5 ${hex} /DecodeParms << /Predictor 12 >>`),
        twice: as('/Type /ObjStm /N 1 /First 5 /Filter [/ASCIIHexDecode /FlateDecode]'),
        elsewhere: as('/Type /ObjStm /N 1 /First 5 /Filter 9 0 R'),
        doubled: as('/Type /ObjStm /N 1 /First 5 /Filter /ASCIIHexDecode /Filter /FlateDecode'),
        doubleType: as(`/Type /XObject /Type /ObjStm /N 1 ${hex}`),
        notDeflated: makePdf({ objects: [`<< /Type /ObjStm /N 1 /First 5 ${hex} >>\nstream\nnothing of that kind\nendstream`] }),
      }),
    ).toEqual({
      inside: refused('pdf_script'),
      untyped: refused('pdf_script'),
      escapedKeys: refused('pdf_script'),
      commented: refused('pdf_script'),
      predicted: refused('pdf_broken'),
      twice: refused('pdf_broken'),
      elsewhere: refused('pdf_broken'),
      doubled: refused('pdf_broken'),
      doubleType: refused('pdf_broken'),
      notDeflated: refused('pdf_broken'),
    });
  }, 60_000);

  it('that unfold without end, are cut off, or have another file behind them are refused', async () => {
    const bomb = deflateSync(Buffer.alloc(65 * 2 ** 20)).toString('latin1');
    expect(
      await verdictsOf({
        bomb: makePdf({
          objects: [`<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length ${bomb.length} >>\nstream\n${bomb}\nendstream`],
        }),
        cut: makePdf().subarray(0, 100),
        archive: Buffer.concat([makePdf(), Buffer.from('PK\u0003\u0004'), Buffer.alloc(2000, 'x')]),
        nested: makePdf({ objects: [`<< /A ${'<< /A '.repeat(500)}`] }),
        // Each of these begins a dictionary that ends behind all the others.
        tiring: makePdf({ objects: [`${'obj<<%'.repeat(20_000)}\n>>`] }),
      }),
    ).toEqual({
      bomb: refused('pdf_large'),
      cut: refused('pdf_broken'),
      archive: refused('pdf_broken'),
      nested: refused('pdf_broken'),
      tiring: refused('pdf_broken'),
    });
  });
});

describe('inspector', () => {
  it('gives a file back to the relay when it is stopped, and says nothing about it', async () => {
    const stopped = makeInspector();
    const looking = look(await makePhoto(), stopped);
    stopped.close();
    await expect(looking).rejects.toThrow('stopped');
  });
});

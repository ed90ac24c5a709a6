import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startTestApp, type TestApp } from '../support/app';
import { type Clamd, hasClamd, sha256, startClamd, withoutClamd } from '../support/clamd';
import { makePdf, makePhoto } from '../support/papers';
import { type Phone, peopleOf } from '../support/people';
import { type S3, startS3 } from '../support/s3';
import { sendPaper, settled, toBody } from '../support/send-paper';

/** The whole way over an S3-compatible store; s3rver stands in for one. */
let s3: S3;
let clamd: Clamd | null;
let app: TestApp;
let shop: Phone;
let subjectId: string;

beforeAll(async () => {
  [s3, clamd] = await Promise.all([startS3(), hasClamd ? startClamd() : null]);
  const { endpoint, bucket, keyId, secret } = s3.options;
  app = await startTestApp({
    env: {
      ATTACHMENT_S3_URL: endpoint,
      ATTACHMENT_S3_BUCKET: bucket,
      ATTACHMENT_S3_KEY_ID: keyId,
      ATTACHMENT_S3_SECRET: secret,
      ...(clamd ? { CLAMD: clamd.address } : {}),
    },
  });
  shop = await peopleOf(app).demo('shop_owner');
  subjectId = (await shop.ok('identity.read')).subjects.find(subject => subject.kind === 'merchant')?.subjectId ?? '';
}, 60_000);
afterAll(async () => {
  await app.close();
  await s3.close();
  await clamd?.close();
});

const objects = (): Buffer[] =>
  readdirSync(s3.folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(s3.folder, name))
    .filter(file => statSync(file).isFile() && file.endsWith('_S3rver_object'))
    .map(file => readFileSync(file));

(hasClamd ? describe : describe.skip)(`attachments in an S3-compatible store${withoutClamd}`, () => {
  it('come back byte for byte, and lie there sealed', async () => {
    const pdf = makePdf({ padding: 1_300_000 });
    const sent = [await sendPaper(shop, subjectId, pdf), await sendPaper(shop, subjectId, await makePhoto())];
    for (const { attachmentId, keptDigest, state } of sent) {
      const pieces: Uint8Array[] = [];
      for await (const piece of (await app.container.openAttachment(attachmentId))?.content() ?? []) pieces.push(piece);
      expect([state, sha256(Buffer.concat(pieces))]).toEqual(['clean', keptDigest]);
    }
    expect(objects()).toHaveLength(4);
    expect(objects().some(bytes => bytes.includes('%PDF') || bytes.includes('JFIF'))).toBe(false);
    for (const { attachmentId } of sent) await shop.ok('attachment.remove', { params: { subjectId, attachmentId } });
    expect(objects()).toEqual([]);
  });

  it('that is away takes no chunk and says so; what was there goes on when it is back', async () => {
    const pdf = makePdf({ padding: 60_000 });
    const { attachmentId } = await shop.ok('attachment.begin', {
      params: { subjectId },
      body: { name: '合同.pdf', sizeBytes: pdf.length, sentDigest: sha256(pdf) },
    });
    const params = { subjectId, attachmentId };
    const append = (from: number, to: number) =>
      shop.call('attachment.append', { params, query: { from }, body: toBody(pdf.subarray(from, to)) });
    await append(0, 30_000);
    await s3.stop();
    const refused = await append(30_000, pdf.length);
    expect([refused.status, refused.problem.code, refused.headers.get('retry-after')]).toEqual([503, 'attachment.store_unavailable', '5']);
    expect((await shop.ok('attachment.read', { params })).receivedBytes).toBe(30_000);
    await s3.start();
    expect((await append(30_000, pdf.length)).status).toBe(200);
    await shop.ok('attachment.finish', { params });
    expect(await settled(shop, subjectId, attachmentId)).toMatchObject({ state: 'clean', sentDigest: sha256(pdf) });
  });
});

import { parentPort, workerData } from 'node:worker_threads';
import { openFaces } from './font';
import { type RenderJob, render } from './render';
import { makePdfSigner, type PdfKey } from './sign-pdf';

/** One renderer in a thread: fonts and key stay open between jobs. Jobs come one at a time. */
export interface WorkerSetup {
  readonly secondFont: string | null;
  readonly key: PdfKey | null;
}

const { secondFont, key } = workerData as WorkerSetup;
const faces = openFaces(secondFont);
const signer = key === null ? null : makePdfSigner(key);

parentPort?.on('message', (job: RenderJob) => {
  render(job, faces, signer).then(
    ({ bytes, pages }) => {
      // A copy in its own memory, so that it can be moved and not cloned.
      const own = new Uint8Array(bytes);
      parentPort?.postMessage({ bytes: own, pages }, [own.buffer]);
    },
    (error: unknown) => parentPort?.postMessage({ fault: error instanceof Error ? error.message : String(error) }),
  );
});
parentPort?.postMessage({ ready: true });

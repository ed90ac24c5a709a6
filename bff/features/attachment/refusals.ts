/** Why an attachment is refused, each a sentence with what to do next. Rows keep the word, so that a sentence can get better. */
export const refusals = {
  digest: '收到的内容和您手机上的不一样，可能途中出了差错。请重新传一次。',
  type: '这里只收 JPG、PNG、WebP 照片和 PDF。请把文件另存为其中一种再传。',
  heic: '这是 HEIC 格式的照片，这里打不开。请在相册里把它另存或转发为 JPG 再传；苹果手机也可以在“设置、相机、格式”里选“兼容性最佳”后重拍。',
  image_broken: '这张照片打不开，可能没有存完整。请重新拍照，或另存为 JPG 再传。',
  image_large: '这张照片太大，最多 5000 万像素。请缩小或裁剪后再传。',
  pdf_script: '这个 PDF 里有脚本或会自己执行的动作，不能收。请用“打印为 PDF”另存一份再传。',
  pdf_files: '这个 PDF 里夹带了别的文件，不能收。请用“打印为 PDF”另存一份，夹带的文件分开传。',
  pdf_encrypted: '这个 PDF 加了密码或限制，看不到内容。请去掉密码后再传。',
  pdf_broken: '这个 PDF 的结构读不懂，可能没有存完整。请用“打印为 PDF”另存一份再传。',
  pdf_large: '这个 PDF 展开后太大。请拆成几份，或用“打印为 PDF”另存一份再传。',
  too_heavy: '这个文件太复杂，没能在限定的时间里检查完。请缩小，或另存一份再传。',
  virus: '病毒检查认出这个文件有问题，已经删去。请换一个干净的文件再传。',
} as const;

export type Refusal = keyof typeof refusals;

export const isRefusal = (word: unknown): word is Refusal => typeof word === 'string' && Object.hasOwn(refusals, word);

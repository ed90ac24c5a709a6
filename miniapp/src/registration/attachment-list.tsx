import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import type { Picked } from '../shared/platform-files';
import { platformFiles } from '../shared/platform-files';
import { Banner, FieldFault, Icon, Item, Link, Sheet } from '../shared/ui';
import { beginUpload, dropUpload, resumeUpload, type Upload, useUploads } from '../shared/uploads';
import { type Kind, sizeWords } from './registration-words';

export const uploadsFieldId = 'field-attachments';
export const uploadRowId = (localId: string): string => `upload-${localId}`;

export const useUploadsOf = (localIds: readonly string[]): readonly Upload[] => {
  const all = useUploads(state => state.all);
  return localIds.flatMap(id => all[id] ?? []);
};

/** Sent and not refused: what can go into a submission. The check need not be over. */
export const isSent = ({ state }: Upload): boolean => state === 'clean' || state === 'held' || state === 'checking';
/** May be submitted: the server binds only what it has looked at. */
export const isReady = ({ state }: Upload): boolean => state === 'clean' || state === 'held';

const percentOf = ({ sentBytes, sizeBytes }: Upload): number => Math.floor((sentBytes / Math.max(1, sizeBytes)) * 100);

const stateOf = (upload: Upload): string => {
  const { state, secondsLeft } = upload;
  if (state === 'sending') {
    const left = secondsLeft !== null && secondsLeft > 1 ? `，约 ${secondsLeft} 秒` : '';
    return `正在上传，${percentOf(upload)}%${left}`;
  }
  if (state === 'checking') return '传好了，正在检查';
  if (state === 'held') return '传好了，等待安全检查。可以先提交，查完才给人看。';
  return state === 'clean' ? '传好了' : (upload.reason ?? '没传上');
};

interface RowProps {
  readonly upload: Upload;
  readonly subjectId: string;
  /** Why this one was sent back. */
  readonly error: string | null;
  readonly onDrop: () => void;
}

const Row = ({ upload, subjectId, error, onDrop }: RowProps) => {
  const { name, state, sizeBytes, localId } = upload;
  const wrong = state === 'broken' || state === 'refused' || state === 'gone';
  const drop = () => {
    dropUpload(subjectId, localId);
    onDrop();
  };
  return (
    <View className="att" role="listitem" id={uploadRowId(localId)}>
      <View className="att-thumb">
        <Icon name={wrong ? 'bang' : /\.pdf$/i.test(name) ? 'report' : 'picture'} tone={wrong ? 'bad' : 'soft'} />
      </View>
      <View className="att-main">
        <Text className="att-name">{name}</Text>
        <Text className="att-size">{sizeWords(sizeBytes)}</Text>
        <View className={`att-state att-${wrong ? 'bad' : state}`}>
          {(state === 'clean' || state === 'held') && (
            <Icon name={state === 'clean' ? 'check-circle' : 'clock'} tone={state === 'clean' ? 'good' : 'pending'} size={16} />
          )}
          <Text className="att-words">{stateOf(upload)}</Text>
        </View>
        {state === 'sending' && (
          <View className="att-bar" aria-hidden="true">
            <View className="att-done" style={{ width: `${percentOf(upload)}%` }} />
          </View>
        )}
        {error && <FieldFault text={`${error.replace(/。$/, '')}。删去这一份，再传对的。`} />}
      </View>
      <View className="att-acts">
        {state === 'broken' && <Link text="重传" label={`重传${name}`} onClick={() => resumeUpload(localId)} />}
        <Link text={state === 'sending' ? '取消' : '删去'} label={`${state === 'sending' ? '取消上传' : '删去'}${name}`} onClick={drop} />
      </View>
    </View>
  );
};

/** Two photos never have one name, also when one between them was taken away. */
const nextPhoto = (uploads: readonly Upload[]): number =>
  1 + Math.max(0, ...uploads.map(({ name }) => Number(/^照片 (\d+)\./.exec(name)?.[1] ?? 0)));

interface Props {
  readonly subjectId: string;
  readonly purpose: Upload['purpose'];
  readonly rules: Kind['attachments'];
  readonly localIds: readonly string[];
  readonly error: string | null;
  /** Why single ones were sent back, by local id. */
  readonly errors?: Readonly<Record<string, string>>;
  /** Of a form, which remembers which are its own. */
  readonly onChange?: (change: (localIds: readonly string[]) => readonly string[]) => void;
}

/** Photos and PDFs of a form: each with its own state, whatever becomes of the others. */
export const AttachmentList = ({ subjectId, purpose, rules, localIds, error, errors = {}, onChange }: Props) => {
  const uploads = useUploadsOf(localIds);
  const [refused, setRefused] = useState(false);
  const room = rules.most - uploads.length;
  const take = async (choosing: Promise<Picked>) => {
    const picked = await choosing;
    setRefused('why' in picked && picked.why === 'refused');
    if (!('files' in picked)) return;
    const begun = picked.files.slice(0, room).map(file => beginUpload(subjectId, purpose, file));
    onChange?.(now => [...now, ...begun]);
  };
  const photos = (from: 'camera' | 'album') => void take(platformFiles.choosePhotos(from, room, nextPhoto(uploads)));
  return (
    <View className={error ? 'field field-wrong' : 'field'} id={uploadsFieldId}>
      {uploads.length > 0 && (
        <View className="atts" role="list">
          <Sheet>
            {uploads.map(upload => (
              <Row
                key={upload.localId}
                upload={upload}
                subjectId={subjectId}
                error={errors[upload.localId] ?? null}
                onDrop={() => onChange?.(now => now.filter(id => id !== upload.localId))}
              />
            ))}
          </Sheet>
        </View>
      )}
      {refused && (
        <Banner
          tone="warn"
          title="没有拿到照片或文件"
          text="手机没有允许城信使用相机或相册。可以在手机设置里允许，或换一种方式选。"
          action={{ text: '知道了', onClick: () => setRefused(false) }}
        />
      )}
      {room > 0 ? (
        <Sheet>
          <Item icon="camera" name={uploads.length > 0 ? '再拍一张' : '拍照'} onClick={() => photos('camera')} />
          <Item icon="picture" name="从相册选" onClick={() => photos('album')} />
          <Item icon="report" name="选 PDF 或图片文件" onClick={() => void take(platformFiles.chooseFiles(room))} />
        </Sheet>
      ) : (
        <Text className="note soft">{`已有 ${uploads.length} 份，到上限了。要换就先删去一份。`}</Text>
      )}
      <FieldFault text={error} />
    </View>
  );
};

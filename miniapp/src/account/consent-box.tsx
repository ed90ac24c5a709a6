import { Text, View } from '@tarojs/components';
import { useCallback, useRef, useState } from 'react';
import type { Reply } from '../../../bff/contract/types';
import { call, type Problem } from '../shared/call';
import { newKey } from '../shared/new-key';
import { Choice, Link, ProblemBanner, Sheet, Skeleton } from '../shared/ui';
import { useLoad } from '../shared/use-load';

type Wording = Reply<'consent.readWording'>;
export type ConsentKind = Wording['kind'];

/** One consent on its own (R16): its words, its version, what withdrawing does, and a box that starts empty. */
export const ConsentBox = ({ kind, on, onChange }: { kind: ConsentKind; on: boolean; onChange: (version: string | null) => void }) => {
  const load = useLoad('consent.readWording', { params: { kind } });
  const [reading, setReading] = useState(false);
  const wording = load.data;
  if (load.problem) return <ProblemBanner problem={load.problem} onRetry={() => void load.reload()} />;
  if (!wording) return <Skeleton rows={1} />;
  return (
    <Sheet>
      <Choice
        kind="check"
        title={`我已阅读并同意《${wording.title}》`}
        note={`${wording.version} 版 · 随时可以在“我的”里撤回`}
        on={on}
        onPick={() => onChange(on ? null : wording.version)}
      />
      <View className="consent-read">
        <Link
          text={reading ? '收起原文' : '看原文'}
          label={`${reading ? '收起原文' : '看原文'}：《${wording.title}》`}
          onClick={() => setReading(now => !now)}
        />
      </View>
      {reading && (
        <View className="wording">
          <Text>{`${wording.text}\n\n撤回以后：${wording.withdrawEffect}`}</Text>
        </View>
      )}
    </Sheet>
  );
};

/** Versions agreed to on this screen, and giving them once each: a retry does not give one twice. */
export const useConsents = () => {
  const [agreed, setAgreed] = useState<Partial<Record<ConsentKind, string>>>({});
  const keys = useRef(new Map<string, string>());
  const given = useRef(new Set<string>());
  const set = useCallback((kind: ConsentKind, version: string | null) => setAgreed(now => ({ ...now, [kind]: version ?? undefined })), []);
  const give = useCallback(
    async (kinds: readonly ConsentKind[], versions: Partial<Record<ConsentKind, string>>): Promise<Problem | null> => {
      for (const kind of kinds) {
        const version = versions[kind];
        const name = `${kind} ${version}`;
        if (!version || given.current.has(name)) continue;
        const key = keys.current.get(name) ?? newKey();
        keys.current.set(name, key);
        const outcome = await call('consent.give', { body: { kind, version } }, { key });
        if (!outcome.ok) return outcome.problem;
        given.current.add(name);
      }
      return null;
    },
    [],
  );
  return { agreed, set, give };
};

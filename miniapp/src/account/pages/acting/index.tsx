import { useEffect } from 'react';
import { refreshIdentity, roleWords } from '../../../shared/acting';
import { ask } from '../../../shared/ask';
import { dayWords } from '../../../shared/dates';
import { orgTypeWords } from '../../../shared/document-words';
import { back, open, pages } from '../../../shared/pages';
import { actAs, type Subject, takeIdentity, useSession } from '../../../shared/session';
import { Button, Choice, Item, Label, Page, Sheet } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { useSubmit } from '../../../shared/use-submit';
import '../../account.scss';

const noteOf = ({ role, orgType, until }: Subject): string =>
  [orgType ? orgTypeWords[orgType] : null, roleWords[role], until ? `到 ${dayWords(until)}` : null].filter(Boolean).join(' · ');

/** 我代表谁: oneself, children under 14, merchants. What one then opens is theirs, and every page says so. */
export default function ActingPage() {
  const { identity, actingId } = useSession();
  const load = useLoad('identity.read');
  const read = load.data;
  useEffect(() => {
    if (read) takeIdentity(read);
  }, [read]);
  const ending = useSubmit('identity.endChild', () => void refreshIdentity().then(() => load.reload()));
  const subjects = read?.subjects ?? identity?.subjects ?? [];
  const children = subjects.filter(subject => subject.role === 'guardian');
  const endChild = async ({ subjectId, name }: Subject) => {
    if (await ask(`不再代表${name}`, '以后要看这个孩子的档案，需要重新添加。', '不再代表')) await ending.submit({ params: { subjectId } });
  };
  return (
    <Page
      name="我代表谁"
      title="您要办谁的事？"
      lead="换了以后，打开的档案、报告和查询记录都是他的。"
      load={load}
      needs="verified"
      problem={ending.problem}
    >
      <Sheet>
        {subjects.map(subject => (
          <Choice
            key={subject.subjectId}
            kind="radio"
            title={subject.name}
            note={noteOf(subject)}
            on={subject.subjectId === actingId}
            onPick={() => {
              actAs(subject.subjectId);
              back();
            }}
          />
        ))}
      </Sheet>
      <Label text="添加" />
      <Sheet>
        <Item
          icon="people"
          name="未满 14 岁的孩子"
          sub="监护人可以看孩子的档案，满 14 岁那天自动结束"
          onClick={() => open(pages.child())}
        />
        <Item icon="shop" name="商户" sub="法定代表人马上绑定；经办人要法定代表人同意" onClick={() => open(pages.merchants())} />
      </Sheet>
      {children.length > 0 && (
        <>
          <Label text="不再代表" />
          {children.map(child => (
            <Button key={child.subjectId} kind="line" busy={ending.busy} text={`不再代表${child.name}`} onClick={() => endChild(child)} />
          ))}
        </>
      )}
    </Page>
  );
}

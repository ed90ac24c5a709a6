import Database from 'libsql';

/** Another process has the SQLite file; the message is meant for the operator. */
export class DatabaseBusy extends Error {}

/**
 * One process for the SQLite file. The lock is the operating system's, on a file beside it: it ends with the process, even one that is killed.
 * @throws DatabaseBusy
 */
export const holdFile = (path: string): (() => void) => {
  const lock = new Database(path);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new DatabaseBusy('数据库文件正被另一个城信进程使用；SQLite 只能由一个进程打开，多进程请设置 DATABASE_URL=mysql://…', { cause });
  }
  return () => lock.close();
};

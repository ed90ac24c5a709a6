-- CreateTable
CREATE TABLE "citizen" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "openidIndex" TEXT,
    "openidSealed" TEXT,
    "phoneIndex" TEXT,
    "phoneSealed" TEXT,
    "personId" TEXT,
    "verifiedMethod" TEXT,
    "verifiedAt" TEXT,
    "createdAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "subject" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "identityIndex" TEXT NOT NULL,
    "idType" TEXT,
    "idNumberSealed" TEXT NOT NULL,
    "nameSealed" TEXT NOT NULL,
    "orgType" TEXT,
    "platformRef" TEXT,
    "createdAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "citizenId" TEXT NOT NULL,
    "client" TEXT NOT NULL,
    "device" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    "lastSeenAt" TEXT NOT NULL,
    "expiresAt" TEXT NOT NULL,
    "revokedAt" TEXT
);

-- CreateTable
CREATE TABLE "renewal_token" (
    "tokenDigest" TEXT NOT NULL PRIMARY KEY,
    "sessionId" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    "usedAt" TEXT
);

-- CreateTable
CREATE TABLE "sms_code" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "purpose" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "fromIndex" TEXT NOT NULL,
    "codeDigest" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    "expiresAt" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "usedAt" TEXT
);

-- CreateTable
CREATE TABLE "face_check" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "citizenId" TEXT NOT NULL,
    "upstreamId" TEXT NOT NULL,
    "documentSealed" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    "expiresAt" TEXT NOT NULL,
    "usedAt" TEXT
);

-- CreateTable
CREATE TABLE "identity_attempt" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "citizenId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "at" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "guardianship" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "guardianId" TEXT NOT NULL,
    "childId" TEXT NOT NULL,
    "provedBy" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    "endsOn" TEXT NOT NULL,
    "endedAt" TEXT,
    "liveKey" TEXT
);

-- CreateTable
CREATE TABLE "merchant_binding" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "citizenId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "merchantId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "requestedAt" TEXT NOT NULL,
    "decidedAt" TEXT,
    "endsOn" TEXT,
    "endedAt" TEXT,
    "endedReason" TEXT,
    "checkedAt" TEXT,
    "liveKey" TEXT
);

-- CreateTable
CREATE TABLE "consent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "citizenId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "textDigest" TEXT NOT NULL,
    "givenAt" TEXT NOT NULL,
    "withdrawnAt" TEXT,
    "liveKey" TEXT
);

-- CreateTable
CREATE TABLE "ledger_row" (
    "subjectId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "contentDigest" TEXT NOT NULL,
    "prevDigest" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "contentSealed" TEXT,

    PRIMARY KEY ("subjectId", "seq")
);

-- CreateTable
CREATE TABLE "ledger_head" (
    "subjectId" TEXT NOT NULL PRIMARY KEY,
    "seq" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    "bucket" INTEGER NOT NULL,
    "moved" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "ledger_leaf" (
    "subjectId" TEXT NOT NULL PRIMARY KEY,
    "bucket" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "digest" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "ledger_node" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "digest" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "ledger_checkpoint" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" TEXT NOT NULL,
    "root" TEXT NOT NULL,
    "prevRoot" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "heads" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "report" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "citizenId" TEXT NOT NULL,
    "variant" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "wishSealed" TEXT NOT NULL,
    "verifyId" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    "expiresAt" TEXT NOT NULL,
    "readyAt" TEXT,
    "endedAt" TEXT,
    "endedReason" TEXT,
    "dataDigest" TEXT,
    "summarySealed" TEXT,
    "verifySignature" TEXT,
    "verifyKeyId" TEXT,
    "clerkCodeSealed" TEXT,
    "clerkTries" INTEGER NOT NULL DEFAULT 0,
    "pages" INTEGER,
    "sizeBytes" INTEGER,
    "fileDeletedAt" TEXT
);

-- CreateTable
CREATE TABLE "report_file" (
    "reportId" TEXT NOT NULL PRIMARY KEY,
    "pdfSealed" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "topic" TEXT NOT NULL,
    "orderKey" TEXT NOT NULL,
    "payloadSealed" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "losses" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TEXT NOT NULL,
    "nextAt" TEXT NOT NULL,
    "leasedBy" TEXT,
    "leasedUntil" TEXT,
    "doneAt" TEXT,
    "lastError" TEXT
);

-- CreateTable
CREATE TABLE "idempotency" (
    "citizenId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "bodyDigest" TEXT NOT NULL,
    "replySealed" TEXT,
    "createdAt" TEXT NOT NULL,
    "expiresAt" TEXT NOT NULL,

    PRIMARY KEY ("citizenId", "key")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "citizenId" TEXT NOT NULL,
    "eventKey" TEXT NOT NULL,
    "bodySealed" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "readAt" TEXT,
    "reminder" TEXT
);

-- CreateTable
CREATE TABLE "reminder_permission" (
    "citizenId" TEXT NOT NULL,
    "templateId" TEXT NOT NULL,
    "remaining" INTEGER NOT NULL,
    "answer" TEXT NOT NULL,
    "answeredAt" TEXT NOT NULL,

    PRIMARY KEY ("citizenId", "templateId")
);

-- CreateTable
CREATE TABLE "help_message" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" TEXT NOT NULL,
    "citizenId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "textSealed" TEXT NOT NULL,
    "page" TEXT,
    "state" TEXT NOT NULL,
    "sentAt" TEXT NOT NULL,
    "answerBy" TEXT NOT NULL,
    "answerSealed" TEXT,
    "answeredAt" TEXT
);

-- CreateTable
CREATE TABLE "attachment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "subjectId" TEXT NOT NULL,
    "citizenId" TEXT NOT NULL,
    "nameSealed" TEXT NOT NULL,
    "keySealed" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "receivedBytes" INTEGER NOT NULL DEFAULT 0,
    "purpose" TEXT NOT NULL,
    "announcedDigest" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "contentType" TEXT,
    "sentDigest" TEXT,
    "keptDigest" TEXT,
    "keptBytes" INTEGER,
    "createdAt" TEXT NOT NULL,
    "changedAt" TEXT NOT NULL,
    "ownerKind" TEXT,
    "ownerId" TEXT,
    "boundAt" TEXT
);

-- CreateTable
CREATE TABLE "attachment_part" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "attachmentId" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "fromByte" INTEGER NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "digest" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "draft" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "citizenId" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "titleSealed" TEXT NOT NULL,
    "device" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "contentSealed" TEXT NOT NULL,
    "changedAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "mark" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL,
    "at" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "feed_change" (
    "changeId" TEXT NOT NULL PRIMARY KEY,
    "leasedUntil" TEXT NOT NULL,
    "doneAt" TEXT
);

-- CreateTable
CREATE TABLE "callback_nonce" (
    "nonce" TEXT NOT NULL PRIMARY KEY,
    "expiresAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "quarantine" (
    "recordId" TEXT NOT NULL PRIMARY KEY,
    "category" TEXT NOT NULL,
    "sectionId" TEXT NOT NULL,
    "firstSeenAt" TEXT NOT NULL,
    "lastSeenAt" TEXT NOT NULL,
    "seen" INTEGER NOT NULL DEFAULT 1
);

-- CreateTable
CREATE TABLE "registration_entry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "trust" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "moves" INTEGER NOT NULL,
    "holder" TEXT NOT NULL,
    "holderName" TEXT,
    "heldSince" TEXT NOT NULL,
    "clockFrom" TEXT,
    "clockDays" INTEGER,
    "dueOn" TEXT,
    "dueExpected" INTEGER NOT NULL DEFAULT 0,
    "liveKey" TEXT,
    "sameIndex" TEXT,
    "regionCode" TEXT NOT NULL,
    "endsOn" TEXT,
    "announcedDays" INTEGER,
    "submittedAt" TEXT NOT NULL,
    "publishedAt" TEXT
);

-- CreateTable
CREATE TABLE "registration_revision" (
    "entryId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "citizenId" TEXT NOT NULL,
    "kindVersion" TEXT NOT NULL,
    "contentSealed" TEXT NOT NULL,
    "recordId" TEXT,
    "commitmentVersion" TEXT NOT NULL,
    "commitmentDigest" TEXT NOT NULL,
    "signedAt" TEXT NOT NULL,
    "draftId" TEXT,
    "sentIndex" TEXT NOT NULL,

    PRIMARY KEY ("entryId", "revision")
);

-- CreateTable
CREATE TABLE "registration_text" (
    "entryId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "since" TEXT NOT NULL,
    "why" TEXT,
    "reasonSealed" TEXT,

    PRIMARY KEY ("entryId", "revision")
);

-- CreateTable
CREATE TABLE "signed_wording" (
    "digest" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "firstSignedAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "registration_move" (
    "entryId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "move" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "trust" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "bySealed" TEXT NOT NULL,
    "reasonsSealed" TEXT,

    PRIMARY KEY ("entryId", "seq")
);

-- CreateTable
CREATE TABLE "confirmation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "entryId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "askedIndex" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "askedAt" TEXT NOT NULL,
    "decidedAt" TEXT,
    "decidedBy" TEXT,
    "decidedNameSealed" TEXT
);

-- CreateTable
CREATE TABLE "merchant_page" (
    "subjectId" TEXT NOT NULL PRIMARY KEY,
    "code" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "staff_member" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountIndex" TEXT NOT NULL,
    "accountSealed" TEXT NOT NULL,
    "nameSealed" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "county" TEXT,
    "roles" TEXT NOT NULL,
    "passwordSealed" TEXT,
    "totpSealed" TEXT,
    "totpStep" INTEGER NOT NULL DEFAULT 0,
    "invitationDigest" TEXT,
    "invitedUntil" TEXT,
    "createdAt" TEXT NOT NULL,
    "joinedAt" TEXT,
    "disabledAt" TEXT
);

-- CreateTable
CREATE TABLE "staff_session" (
    "tokenDigest" TEXT NOT NULL PRIMARY KEY,
    "id" TEXT NOT NULL,
    "staffId" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    "lastSeenAt" TEXT NOT NULL,
    "endedAt" TEXT
);

-- CreateTable
CREATE TABLE "staff_lock" (
    "accountIndex" TEXT NOT NULL PRIMARY KEY,
    "tries" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "lockedUntil" TEXT
);

-- CreateTable
CREATE TABLE "staff_audit" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" TEXT NOT NULL,
    "staffId" TEXT,
    "act" TEXT NOT NULL,
    "about" TEXT,
    "outcome" TEXT NOT NULL,
    "detailSealed" TEXT,
    "detailDigest" TEXT NOT NULL,
    "prevDigest" TEXT NOT NULL,
    "digest" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "desk_case" (
    "number" TEXT NOT NULL PRIMARY KEY,
    "heldBy" TEXT,
    "heldUntil" TEXT,
    "proposalSealed" TEXT,
    "proposedBy" TEXT,
    "proposedAt" TEXT,
    "objectionSealed" TEXT,
    "objectedBy" TEXT,
    "objectedAt" TEXT,
    "decidedBy" TEXT,
    "decidedAt" TEXT
);

-- CreateTable
CREATE TABLE "registration_answer" (
    "answerId" TEXT NOT NULL PRIMARY KEY,
    "entryId" TEXT NOT NULL,
    "at" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "stray_answer" (
    "answerId" TEXT NOT NULL PRIMARY KEY,
    "number" TEXT NOT NULL,
    "answerSealed" TEXT NOT NULL,
    "receivedAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "bulk_import" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "subjectId" TEXT NOT NULL,
    "citizenId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "client" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "kindVersion" TEXT NOT NULL,
    "nameSealed" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "receivedBytes" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "commitmentVersion" TEXT,
    "commitmentDigest" TEXT,
    "signedAt" TEXT,
    "createdAt" TEXT NOT NULL,
    "changedAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "bulk_part" (
    "importId" TEXT NOT NULL,
    "fromByte" INTEGER NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "contentSealed" TEXT NOT NULL,

    PRIMARY KEY ("importId", "fromByte")
);

-- CreateTable
CREATE TABLE "bulk_block" (
    "importId" TEXT NOT NULL,
    "fromPlace" INTEGER NOT NULL,
    "toPlace" INTEGER NOT NULL,
    "good" INTEGER NOT NULL,
    "bad" INTEGER NOT NULL,
    "contentSealed" TEXT NOT NULL,

    PRIMARY KEY ("importId", "fromPlace")
);

-- CreateTable
CREATE TABLE "bulk_row" (
    "importId" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "contentSealed" TEXT,
    "entryId" TEXT,

    PRIMARY KEY ("importId", "place")
);

-- CreateIndex
CREATE UNIQUE INDEX "citizen_openidIndex_key" ON "citizen"("openidIndex");

-- CreateIndex
CREATE UNIQUE INDEX "citizen_phoneIndex_key" ON "citizen"("phoneIndex");

-- CreateIndex
CREATE UNIQUE INDEX "citizen_personId_key" ON "citizen"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "subject_identityIndex_key" ON "subject"("identityIndex");

-- CreateIndex
CREATE UNIQUE INDEX "subject_platformRef_key" ON "subject"("platformRef");

-- CreateIndex
CREATE INDEX "session_citizenId_revokedAt_idx" ON "session"("citizenId", "revokedAt");

-- CreateIndex
CREATE INDEX "session_expiresAt_idx" ON "session"("expiresAt");

-- CreateIndex
CREATE INDEX "renewal_token_sessionId_idx" ON "renewal_token"("sessionId");

-- CreateIndex
CREATE INDEX "sms_code_purpose_about_createdAt_idx" ON "sms_code"("purpose", "about", "createdAt");

-- CreateIndex
CREATE INDEX "sms_code_fromIndex_createdAt_idx" ON "sms_code"("fromIndex", "createdAt");

-- CreateIndex
CREATE INDEX "sms_code_createdAt_idx" ON "sms_code"("createdAt");

-- CreateIndex
CREATE INDEX "face_check_citizenId_createdAt_idx" ON "face_check"("citizenId", "createdAt");

-- CreateIndex
CREATE INDEX "face_check_expiresAt_idx" ON "face_check"("expiresAt");

-- CreateIndex
CREATE INDEX "identity_attempt_citizenId_at_idx" ON "identity_attempt"("citizenId", "at");

-- CreateIndex
CREATE INDEX "identity_attempt_at_idx" ON "identity_attempt"("at");

-- CreateIndex
CREATE UNIQUE INDEX "guardianship_liveKey_key" ON "guardianship"("liveKey");

-- CreateIndex
CREATE INDEX "guardianship_guardianId_idx" ON "guardianship"("guardianId");

-- CreateIndex
CREATE INDEX "guardianship_childId_idx" ON "guardianship"("childId");

-- CreateIndex
CREATE INDEX "guardianship_endedAt_endsOn_idx" ON "guardianship"("endedAt", "endsOn");

-- CreateIndex
CREATE UNIQUE INDEX "merchant_binding_liveKey_key" ON "merchant_binding"("liveKey");

-- CreateIndex
CREATE INDEX "merchant_binding_citizenId_idx" ON "merchant_binding"("citizenId");

-- CreateIndex
CREATE INDEX "merchant_binding_merchantId_state_idx" ON "merchant_binding"("merchantId", "state");

-- CreateIndex
CREATE INDEX "merchant_binding_state_endsOn_idx" ON "merchant_binding"("state", "endsOn");

-- CreateIndex
CREATE UNIQUE INDEX "consent_liveKey_key" ON "consent"("liveKey");

-- CreateIndex
CREATE INDEX "consent_citizenId_givenAt_idx" ON "consent"("citizenId", "givenAt");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_row_id_key" ON "ledger_row"("id");

-- CreateIndex
CREATE INDEX "ledger_head_bucket_idx" ON "ledger_head"("bucket");

-- CreateIndex
CREATE INDEX "ledger_head_moved_idx" ON "ledger_head"("moved");

-- CreateIndex
CREATE INDEX "ledger_leaf_bucket_subjectId_seq_digest_idx" ON "ledger_leaf"("bucket", "subjectId", "seq", "digest");

-- CreateIndex
CREATE UNIQUE INDEX "report_number_key" ON "report"("number");

-- CreateIndex
CREATE UNIQUE INDEX "report_verifyId_key" ON "report"("verifyId");

-- CreateIndex
CREATE INDEX "report_subjectId_createdAt_idx" ON "report"("subjectId", "createdAt");

-- CreateIndex
CREATE INDEX "report_citizenId_createdAt_idx" ON "report"("citizenId", "createdAt");

-- CreateIndex
CREATE INDEX "report_state_expiresAt_idx" ON "report"("state", "expiresAt");

-- CreateIndex
CREATE INDEX "report_fileDeletedAt_expiresAt_idx" ON "report"("fileDeletedAt", "expiresAt");

-- CreateIndex
CREATE INDEX "outbox_state_nextAt_idx" ON "outbox"("state", "nextAt");

-- CreateIndex
CREATE INDEX "outbox_state_leasedUntil_idx" ON "outbox"("state", "leasedUntil");

-- CreateIndex
CREATE INDEX "outbox_state_doneAt_idx" ON "outbox"("state", "doneAt");

-- CreateIndex
CREATE INDEX "outbox_orderKey_state_idx" ON "outbox"("orderKey", "state");

-- CreateIndex
CREATE INDEX "idempotency_expiresAt_idx" ON "idempotency"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "notice_eventKey_key" ON "notice"("eventKey");

-- CreateIndex
CREATE INDEX "notice_citizenId_at_idx" ON "notice"("citizenId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "help_message_number_key" ON "help_message"("number");

-- CreateIndex
CREATE INDEX "help_message_citizenId_sentAt_idx" ON "help_message"("citizenId", "sentAt");

-- CreateIndex
CREATE INDEX "attachment_subjectId_createdAt_idx" ON "attachment"("subjectId", "createdAt");

-- CreateIndex
CREATE INDEX "attachment_state_changedAt_idx" ON "attachment"("state", "changedAt");

-- CreateIndex
CREATE INDEX "attachment_ownerKind_ownerId_idx" ON "attachment"("ownerKind", "ownerId");

-- CreateIndex
CREATE UNIQUE INDEX "attachment_part_attachmentId_stage_fromByte_key" ON "attachment_part"("attachmentId", "stage", "fromByte");

-- CreateIndex
CREATE INDEX "draft_citizenId_subjectId_changedAt_idx" ON "draft"("citizenId", "subjectId", "changedAt");

-- CreateIndex
CREATE INDEX "draft_changedAt_idx" ON "draft"("changedAt");

-- CreateIndex
CREATE INDEX "mark_at_idx" ON "mark"("at");

-- CreateIndex
CREATE INDEX "feed_change_doneAt_idx" ON "feed_change"("doneAt");

-- CreateIndex
CREATE INDEX "callback_nonce_expiresAt_idx" ON "callback_nonce"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "registration_entry_number_key" ON "registration_entry"("number");

-- CreateIndex
CREATE UNIQUE INDEX "registration_entry_liveKey_key" ON "registration_entry"("liveKey");

-- CreateIndex
CREATE INDEX "registration_entry_subjectId_submittedAt_idx" ON "registration_entry"("subjectId", "submittedAt");

-- CreateIndex
CREATE INDEX "registration_entry_state_holder_heldSince_idx" ON "registration_entry"("state", "holder", "heldSince");

-- CreateIndex
CREATE INDEX "registration_entry_state_endsOn_idx" ON "registration_entry"("state", "endsOn");

-- CreateIndex
CREATE INDEX "registration_entry_sameIndex_idx" ON "registration_entry"("sameIndex");

-- CreateIndex
CREATE INDEX "registration_entry_dueExpected_idx" ON "registration_entry"("dueExpected");

-- CreateIndex
CREATE UNIQUE INDEX "registration_revision_citizenId_draftId_key" ON "registration_revision"("citizenId", "draftId");

-- CreateIndex
CREATE INDEX "registration_text_state_since_idx" ON "registration_text"("state", "since");

-- CreateIndex
CREATE INDEX "confirmation_askedIndex_state_askedAt_idx" ON "confirmation"("askedIndex", "state", "askedAt");

-- CreateIndex
CREATE UNIQUE INDEX "confirmation_entryId_revision_key" ON "confirmation"("entryId", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "merchant_page_code_key" ON "merchant_page"("code");

-- CreateIndex
CREATE UNIQUE INDEX "staff_member_accountIndex_key" ON "staff_member"("accountIndex");

-- CreateIndex
CREATE UNIQUE INDEX "staff_session_id_key" ON "staff_session"("id");

-- CreateIndex
CREATE INDEX "staff_session_staffId_idx" ON "staff_session"("staffId");

-- CreateIndex
CREATE INDEX "staff_session_createdAt_idx" ON "staff_session"("createdAt");

-- CreateIndex
CREATE INDEX "staff_lock_at_idx" ON "staff_lock"("at");

-- CreateIndex
CREATE INDEX "staff_audit_at_idx" ON "staff_audit"("at");

-- CreateIndex
CREATE INDEX "desk_case_heldBy_heldUntil_idx" ON "desk_case"("heldBy", "heldUntil");

-- CreateIndex
CREATE INDEX "desk_case_proposedBy_idx" ON "desk_case"("proposedBy");

-- CreateIndex
CREATE INDEX "desk_case_decidedBy_decidedAt_idx" ON "desk_case"("decidedBy", "decidedAt");

-- CreateIndex
CREATE INDEX "registration_answer_entryId_idx" ON "registration_answer"("entryId");

-- CreateIndex
CREATE INDEX "stray_answer_receivedAt_idx" ON "stray_answer"("receivedAt");

-- CreateIndex
CREATE INDEX "bulk_import_subjectId_createdAt_idx" ON "bulk_import"("subjectId", "createdAt");

-- CreateIndex
CREATE INDEX "bulk_import_changedAt_idx" ON "bulk_import"("changedAt");

-- CreateIndex
CREATE UNIQUE INDEX "bulk_row_entryId_key" ON "bulk_row"("entryId");

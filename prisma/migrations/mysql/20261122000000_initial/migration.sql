CREATE TABLE `citizen` (
  `id` CHAR(36) NOT NULL,
  `openidIndex` CHAR(43) NULL,
  `openidSealed` VARCHAR(400) NULL,
  `phoneIndex` CHAR(43) NULL,
  `phoneSealed` VARCHAR(400) NULL,
  `personId` CHAR(36) NULL,
  `verifiedMethod` VARCHAR(20) NULL,
  `verifiedAt` CHAR(24) NULL,
  `createdAt` CHAR(24) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `citizen_openidIndex_key` (`openidIndex`),
  UNIQUE INDEX `citizen_phoneIndex_key` (`phoneIndex`),
  UNIQUE INDEX `citizen_personId_key` (`personId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `subject` (
  `id` CHAR(36) NOT NULL,
  `kind` VARCHAR(10) NOT NULL,
  `identityIndex` CHAR(43) NOT NULL,
  `idType` VARCHAR(20) NULL,
  `idNumberSealed` VARCHAR(400) NOT NULL,
  `nameSealed` VARCHAR(1200) NOT NULL,
  `orgType` VARCHAR(20) NULL,
  `platformRef` VARCHAR(64) NULL,
  `createdAt` CHAR(24) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `subject_identityIndex_key` (`identityIndex`),
  UNIQUE INDEX `subject_platformRef_key` (`platformRef`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `session` (
  `id` CHAR(36) NOT NULL,
  `citizenId` CHAR(36) NOT NULL,
  `client` VARCHAR(10) NOT NULL,
  `device` VARCHAR(60) NOT NULL,
  `createdAt` CHAR(24) NOT NULL,
  `lastSeenAt` CHAR(24) NOT NULL,
  `expiresAt` CHAR(24) NOT NULL,
  `revokedAt` CHAR(24) NULL,
  PRIMARY KEY (`id`),
  INDEX `session_citizenId_revokedAt_idx` (`citizenId`, `revokedAt`),
  INDEX `session_expiresAt_idx` (`expiresAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `renewal_token` (
  `tokenDigest` CHAR(43) NOT NULL,
  `sessionId` CHAR(36) NOT NULL,
  `createdAt` CHAR(24) NOT NULL,
  `usedAt` CHAR(24) NULL,
  PRIMARY KEY (`tokenDigest`),
  INDEX `renewal_token_sessionId_idx` (`sessionId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `sms_code` (
  `id` CHAR(36) NOT NULL,
  `purpose` VARCHAR(20) NOT NULL,
  `about` VARCHAR(43) NOT NULL,
  `fromIndex` CHAR(43) NOT NULL,
  `codeDigest` CHAR(43) NOT NULL,
  `createdAt` CHAR(24) NOT NULL,
  `expiresAt` CHAR(24) NOT NULL,
  `attempts` INTEGER NOT NULL DEFAULT 0,
  `usedAt` CHAR(24) NULL,
  PRIMARY KEY (`id`),
  INDEX `sms_code_purpose_about_createdAt_idx` (`purpose`, `about`, `createdAt`),
  INDEX `sms_code_fromIndex_createdAt_idx` (`fromIndex`, `createdAt`),
  INDEX `sms_code_createdAt_idx` (`createdAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `face_check` (
  `id` CHAR(36) NOT NULL,
  `citizenId` CHAR(36) NOT NULL,
  `upstreamId` VARCHAR(64) NOT NULL,
  `documentSealed` VARCHAR(2000) NOT NULL,
  `createdAt` CHAR(24) NOT NULL,
  `expiresAt` CHAR(24) NOT NULL,
  `usedAt` CHAR(24) NULL,
  PRIMARY KEY (`id`),
  INDEX `face_check_citizenId_createdAt_idx` (`citizenId`, `createdAt`),
  INDEX `face_check_expiresAt_idx` (`expiresAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `identity_attempt` (
  `id` CHAR(36) NOT NULL,
  `citizenId` CHAR(36) NOT NULL,
  `kind` VARCHAR(20) NOT NULL,
  `outcome` VARCHAR(20) NOT NULL,
  `at` CHAR(24) NOT NULL,
  PRIMARY KEY (`id`),
  INDEX `identity_attempt_citizenId_at_idx` (`citizenId`, `at`),
  INDEX `identity_attempt_at_idx` (`at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `guardianship` (
  `id` CHAR(36) NOT NULL,
  `guardianId` CHAR(36) NOT NULL,
  `childId` CHAR(36) NOT NULL,
  `provedBy` VARCHAR(20) NOT NULL,
  `createdAt` CHAR(24) NOT NULL,
  `endsOn` CHAR(10) NOT NULL,
  `endedAt` CHAR(24) NULL,
  `liveKey` VARCHAR(80) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `guardianship_liveKey_key` (`liveKey`),
  INDEX `guardianship_guardianId_idx` (`guardianId`),
  INDEX `guardianship_childId_idx` (`childId`),
  INDEX `guardianship_endedAt_endsOn_idx` (`endedAt`, `endsOn`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `merchant_binding` (
  `id` CHAR(36) NOT NULL,
  `citizenId` CHAR(36) NOT NULL,
  `personId` CHAR(36) NOT NULL,
  `merchantId` CHAR(36) NOT NULL,
  `role` VARCHAR(20) NOT NULL,
  `state` VARCHAR(10) NOT NULL,
  `requestedAt` CHAR(24) NOT NULL,
  `decidedAt` CHAR(24) NULL,
  `endsOn` CHAR(10) NULL,
  `endedAt` CHAR(24) NULL,
  `endedReason` VARCHAR(200) NULL,
  `checkedAt` CHAR(24) NULL,
  `liveKey` VARCHAR(80) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `merchant_binding_liveKey_key` (`liveKey`),
  INDEX `merchant_binding_citizenId_idx` (`citizenId`),
  INDEX `merchant_binding_merchantId_state_idx` (`merchantId`, `state`),
  INDEX `merchant_binding_state_endsOn_idx` (`state`, `endsOn`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `consent` (
  `id` CHAR(36) NOT NULL,
  `citizenId` CHAR(36) NOT NULL,
  `kind` VARCHAR(20) NOT NULL,
  `version` VARCHAR(20) NOT NULL,
  `textDigest` CHAR(64) NOT NULL,
  `givenAt` CHAR(24) NOT NULL,
  `withdrawnAt` CHAR(24) NULL,
  `liveKey` VARCHAR(60) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `consent_liveKey_key` (`liveKey`),
  INDEX `consent_citizenId_givenAt_idx` (`citizenId`, `givenAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `ledger_row` (
  `subjectId` CHAR(36) NOT NULL,
  `seq` INTEGER NOT NULL,
  `id` CHAR(36) NOT NULL,
  `at` CHAR(24) NOT NULL,
  `salt` CHAR(22) NOT NULL,
  `contentDigest` CHAR(64) NOT NULL,
  `prevDigest` CHAR(64) NOT NULL,
  `digest` CHAR(64) NOT NULL,
  `contentSealed` TEXT NULL,
  PRIMARY KEY (`subjectId`, `seq`),
  UNIQUE INDEX `ledger_row_id_key` (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `ledger_head` (
  `subjectId` CHAR(36) NOT NULL,
  `seq` INTEGER NOT NULL,
  `digest` CHAR(64) NOT NULL,
  `createdAt` CHAR(24) NOT NULL,
  `bucket` INTEGER NOT NULL,
  `moved` INTEGER NOT NULL,
  PRIMARY KEY (`subjectId`),
  INDEX `ledger_head_bucket_idx` (`bucket`),
  INDEX `ledger_head_moved_idx` (`moved`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `ledger_leaf` (
  `subjectId` CHAR(36) NOT NULL,
  `bucket` INTEGER NOT NULL,
  `seq` INTEGER NOT NULL,
  `digest` CHAR(64) NOT NULL,
  PRIMARY KEY (`subjectId`),
  INDEX `ledger_leaf_bucket_subjectId_seq_digest_idx` (`bucket`, `subjectId`, `seq`, `digest`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `ledger_node` (
  `id` INTEGER NOT NULL,
  `digest` CHAR(64) NOT NULL,
  PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `ledger_checkpoint` (
  `seq` INTEGER NOT NULL,
  `at` CHAR(24) NOT NULL,
  `root` CHAR(64) NOT NULL,
  `prevRoot` CHAR(64) NOT NULL,
  `keyId` VARCHAR(64) NOT NULL,
  `signature` VARCHAR(400) NOT NULL,
  `heads` INTEGER NOT NULL,
  PRIMARY KEY (`seq`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `report` (
  `id` CHAR(36) NOT NULL,
  `number` VARCHAR(32) NOT NULL,
  `subjectId` CHAR(36) NOT NULL,
  `citizenId` CHAR(36) NOT NULL,
  `variant` VARCHAR(20) NOT NULL,
  `state` VARCHAR(12) NOT NULL,
  `wishSealed` TEXT NOT NULL,
  `verifyId` CHAR(22) NOT NULL,
  `createdAt` CHAR(24) NOT NULL,
  `expiresAt` CHAR(24) NOT NULL,
  `readyAt` CHAR(24) NULL,
  `endedAt` CHAR(24) NULL,
  `endedReason` VARCHAR(200) NULL,
  `dataDigest` CHAR(64) NULL,
  `summarySealed` MEDIUMTEXT NULL,
  `verifySignature` VARCHAR(120) NULL,
  `verifyKeyId` VARCHAR(64) NULL,
  `clerkCodeSealed` VARCHAR(200) NULL,
  `clerkTries` INTEGER NOT NULL DEFAULT 0,
  `pages` INTEGER NULL,
  `sizeBytes` INTEGER NULL,
  `fileDeletedAt` CHAR(24) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `report_number_key` (`number`),
  UNIQUE INDEX `report_verifyId_key` (`verifyId`),
  INDEX `report_subjectId_createdAt_idx` (`subjectId`, `createdAt`),
  INDEX `report_citizenId_createdAt_idx` (`citizenId`, `createdAt`),
  INDEX `report_state_expiresAt_idx` (`state`, `expiresAt`),
  INDEX `report_fileDeletedAt_expiresAt_idx` (`fileDeletedAt`, `expiresAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `report_file` (
  `reportId` CHAR(36) NOT NULL,
  `pdfSealed` LONGTEXT NOT NULL,
  PRIMARY KEY (`reportId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `outbox` (
  `id` CHAR(36) NOT NULL,
  `topic` VARCHAR(40) NOT NULL,
  `orderKey` VARCHAR(60) NOT NULL,
  `payloadSealed` MEDIUMTEXT NOT NULL,
  `state` VARCHAR(10) NOT NULL,
  `attempts` INTEGER NOT NULL DEFAULT 0,
  `fence` INTEGER NOT NULL DEFAULT 0,
  `losses` INTEGER NOT NULL DEFAULT 0,
  `createdAt` CHAR(24) NOT NULL,
  `nextAt` CHAR(24) NOT NULL,
  `leasedBy` VARCHAR(60) NULL,
  `leasedUntil` CHAR(24) NULL,
  `doneAt` CHAR(24) NULL,
  `lastError` VARCHAR(300) NULL,
  PRIMARY KEY (`id`),
  INDEX `outbox_state_nextAt_idx` (`state`, `nextAt`),
  INDEX `outbox_state_leasedUntil_idx` (`state`, `leasedUntil`),
  INDEX `outbox_state_doneAt_idx` (`state`, `doneAt`),
  INDEX `outbox_orderKey_state_idx` (`orderKey`, `state`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `idempotency` (
  `citizenId` CHAR(36) NOT NULL,
  `key` VARCHAR(64) NOT NULL,
  `route` VARCHAR(60) NOT NULL,
  `bodyDigest` CHAR(43) NOT NULL,
  `replySealed` MEDIUMTEXT NULL,
  `createdAt` CHAR(24) NOT NULL,
  `expiresAt` CHAR(24) NOT NULL,
  PRIMARY KEY (`citizenId`, `key`),
  INDEX `idempotency_expiresAt_idx` (`expiresAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `notice` (
  `id` CHAR(36) NOT NULL,
  `citizenId` CHAR(36) NOT NULL,
  `eventKey` VARCHAR(120) NOT NULL,
  `bodySealed` TEXT NOT NULL,
  `at` CHAR(24) NOT NULL,
  `readAt` CHAR(24) NULL,
  `reminder` VARCHAR(10) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `notice_eventKey_key` (`eventKey`),
  INDEX `notice_citizenId_at_idx` (`citizenId`, `at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `reminder_permission` (
  `citizenId` CHAR(36) NOT NULL,
  `templateId` VARCHAR(64) NOT NULL,
  `remaining` INTEGER NOT NULL,
  `answer` VARCHAR(10) NOT NULL,
  `answeredAt` CHAR(24) NOT NULL,
  PRIMARY KEY (`citizenId`, `templateId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `help_message` (
  `id` CHAR(36) NOT NULL,
  `number` VARCHAR(32) NOT NULL,
  `citizenId` CHAR(36) NOT NULL,
  `kind` VARCHAR(12) NOT NULL,
  `textSealed` TEXT NOT NULL,
  `page` VARCHAR(80) NULL,
  `state` VARCHAR(12) NOT NULL,
  `sentAt` CHAR(24) NOT NULL,
  `answerBy` CHAR(10) NOT NULL,
  `answerSealed` TEXT NULL,
  `answeredAt` CHAR(24) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `help_message_number_key` (`number`),
  INDEX `help_message_citizenId_sentAt_idx` (`citizenId`, `sentAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `attachment` (
  `id` CHAR(36) NOT NULL,
  `subjectId` CHAR(36) NOT NULL,
  `citizenId` CHAR(36) NOT NULL,
  `nameSealed` VARCHAR(1200) NOT NULL,
  `keySealed` VARCHAR(400) NOT NULL,
  `sizeBytes` INTEGER NOT NULL,
  `receivedBytes` INTEGER NOT NULL DEFAULT 0,
  `purpose` VARCHAR(5) NOT NULL,
  `announcedDigest` CHAR(64) NULL,
  `state` VARCHAR(10) NOT NULL,
  `reason` VARCHAR(20) NULL,
  `contentType` VARCHAR(20) NULL,
  `sentDigest` CHAR(64) NULL,
  `keptDigest` CHAR(64) NULL,
  `keptBytes` INTEGER NULL,
  `createdAt` CHAR(24) NOT NULL,
  `changedAt` CHAR(24) NOT NULL,
  `ownerKind` VARCHAR(20) NULL,
  `ownerId` CHAR(36) NULL,
  `boundAt` CHAR(24) NULL,
  PRIMARY KEY (`id`),
  INDEX `attachment_subjectId_createdAt_idx` (`subjectId`, `createdAt`),
  INDEX `attachment_state_changedAt_idx` (`state`, `changedAt`),
  INDEX `attachment_ownerKind_ownerId_idx` (`ownerKind`, `ownerId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `attachment_part` (
  `id` CHAR(36) NOT NULL,
  `attachmentId` CHAR(36) NOT NULL,
  `stage` VARCHAR(4) NOT NULL,
  `fromByte` INTEGER NOT NULL,
  `sizeBytes` INTEGER NOT NULL,
  `digest` CHAR(64) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `attachment_part_attachmentId_stage_fromByte_key` (`attachmentId`, `stage`, `fromByte`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `draft` (
  `id` CHAR(36) NOT NULL,
  `citizenId` CHAR(36) NOT NULL,
  `subjectId` CHAR(36) NOT NULL,
  `form` VARCHAR(20) NOT NULL,
  `titleSealed` VARCHAR(600) NOT NULL,
  `device` VARCHAR(60) NOT NULL,
  `revision` INTEGER NOT NULL,
  `contentSealed` TEXT NOT NULL,
  `changedAt` CHAR(24) NOT NULL,
  PRIMARY KEY (`id`),
  INDEX `draft_citizenId_subjectId_changedAt_idx` (`citizenId`, `subjectId`, `changedAt`),
  INDEX `draft_changedAt_idx` (`changedAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `mark` (
  `name` VARCHAR(60) NOT NULL,
  `value` VARCHAR(400) NOT NULL,
  `at` CHAR(24) NOT NULL,
  PRIMARY KEY (`name`),
  INDEX `mark_at_idx` (`at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `feed_change` (
  `changeId` VARCHAR(64) NOT NULL,
  `leasedUntil` CHAR(24) NOT NULL,
  `doneAt` CHAR(24) NULL,
  PRIMARY KEY (`changeId`),
  INDEX `feed_change_doneAt_idx` (`doneAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `callback_nonce` (
  `nonce` VARCHAR(64) NOT NULL,
  `expiresAt` CHAR(24) NOT NULL,
  PRIMARY KEY (`nonce`),
  INDEX `callback_nonce_expiresAt_idx` (`expiresAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `quarantine` (
  `recordId` VARCHAR(64) NOT NULL,
  `category` VARCHAR(64) NOT NULL,
  `sectionId` VARCHAR(20) NOT NULL,
  `firstSeenAt` CHAR(24) NOT NULL,
  `lastSeenAt` CHAR(24) NOT NULL,
  `seen` INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (`recordId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `registration_entry` (
  `id` CHAR(36) NOT NULL,
  `number` VARCHAR(32) NOT NULL,
  `subjectId` CHAR(36) NOT NULL,
  `kind` VARCHAR(12) NOT NULL,
  `state` VARCHAR(12) NOT NULL,
  `trust` VARCHAR(20) NOT NULL,
  `revision` INTEGER NOT NULL,
  `moves` INTEGER NOT NULL,
  `holder` VARCHAR(10) NOT NULL,
  `holderName` VARCHAR(120) NULL,
  `heldSince` CHAR(24) NOT NULL,
  `clockFrom` CHAR(10) NULL,
  `clockDays` INTEGER NULL,
  `dueOn` CHAR(10) NULL,
  `dueExpected` INTEGER NOT NULL DEFAULT 0,
  `liveKey` CHAR(43) NULL,
  `sameIndex` CHAR(43) NULL,
  `regionCode` CHAR(6) NOT NULL,
  `endsOn` CHAR(10) NULL,
  `announcedDays` INTEGER NULL,
  `submittedAt` CHAR(24) NOT NULL,
  `publishedAt` CHAR(24) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `registration_entry_number_key` (`number`),
  UNIQUE INDEX `registration_entry_liveKey_key` (`liveKey`),
  INDEX `registration_entry_subjectId_submittedAt_idx` (`subjectId`, `submittedAt`),
  INDEX `registration_entry_state_holder_heldSince_idx` (`state`, `holder`, `heldSince`),
  INDEX `registration_entry_state_endsOn_idx` (`state`, `endsOn`),
  INDEX `registration_entry_sameIndex_idx` (`sameIndex`),
  INDEX `registration_entry_dueExpected_idx` (`dueExpected`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `registration_revision` (
  `entryId` CHAR(36) NOT NULL,
  `revision` INTEGER NOT NULL,
  `citizenId` CHAR(36) NOT NULL,
  `kindVersion` VARCHAR(20) NOT NULL,
  `contentSealed` MEDIUMTEXT NOT NULL,
  `recordId` VARCHAR(64) NULL,
  `commitmentVersion` VARCHAR(20) NOT NULL,
  `commitmentDigest` CHAR(64) NOT NULL,
  `signedAt` CHAR(24) NOT NULL,
  `draftId` CHAR(36) NULL,
  `sentIndex` CHAR(43) NOT NULL,
  PRIMARY KEY (`entryId`, `revision`),
  UNIQUE INDEX `registration_revision_citizenId_draftId_key` (`citizenId`, `draftId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `registration_text` (
  `entryId` CHAR(36) NOT NULL,
  `revision` INTEGER NOT NULL,
  `state` VARCHAR(10) NOT NULL,
  `since` CHAR(24) NOT NULL,
  `why` VARCHAR(10) NULL,
  `reasonSealed` VARCHAR(1600) NULL,
  PRIMARY KEY (`entryId`, `revision`),
  INDEX `registration_text_state_since_idx` (`state`, `since`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `signed_wording` (
  `digest` CHAR(64) NOT NULL,
  `kind` VARCHAR(12) NOT NULL,
  `version` VARCHAR(20) NOT NULL,
  `text` TEXT NOT NULL,
  `firstSignedAt` CHAR(24) NOT NULL,
  PRIMARY KEY (`digest`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `registration_move` (
  `entryId` CHAR(36) NOT NULL,
  `seq` INTEGER NOT NULL,
  `at` CHAR(24) NOT NULL,
  `move` VARCHAR(20) NOT NULL,
  `state` VARCHAR(12) NOT NULL,
  `trust` VARCHAR(20) NOT NULL,
  `revision` INTEGER NOT NULL,
  `actor` VARCHAR(10) NOT NULL,
  `bySealed` VARCHAR(600) NOT NULL,
  `reasonsSealed` TEXT NULL,
  PRIMARY KEY (`entryId`, `seq`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `confirmation` (
  `id` CHAR(36) NOT NULL,
  `entryId` CHAR(36) NOT NULL,
  `revision` INTEGER NOT NULL,
  `askedIndex` CHAR(43) NOT NULL,
  `state` VARCHAR(10) NOT NULL,
  `askedAt` CHAR(24) NOT NULL,
  `decidedAt` CHAR(24) NULL,
  `decidedBy` CHAR(36) NULL,
  `decidedNameSealed` VARCHAR(600) NULL,
  PRIMARY KEY (`id`),
  INDEX `confirmation_askedIndex_state_askedAt_idx` (`askedIndex`, `state`, `askedAt`),
  UNIQUE INDEX `confirmation_entryId_revision_key` (`entryId`, `revision`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `merchant_page` (
  `subjectId` CHAR(36) NOT NULL,
  `code` VARCHAR(22) NOT NULL,
  `createdAt` CHAR(24) NOT NULL,
  PRIMARY KEY (`subjectId`),
  UNIQUE INDEX `merchant_page_code_key` (`code`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `staff_member` (
  `id` CHAR(36) NOT NULL,
  `accountIndex` CHAR(43) NOT NULL,
  `accountSealed` VARCHAR(400) NOT NULL,
  `nameSealed` VARCHAR(1200) NOT NULL,
  `orgId` VARCHAR(40) NOT NULL,
  `county` CHAR(6) NULL,
  `roles` VARCHAR(60) NOT NULL,
  `passwordSealed` VARCHAR(600) NULL,
  `totpSealed` VARCHAR(400) NULL,
  `totpStep` INTEGER NOT NULL DEFAULT 0,
  `invitationDigest` CHAR(43) NULL,
  `invitedUntil` CHAR(24) NULL,
  `createdAt` CHAR(24) NOT NULL,
  `joinedAt` CHAR(24) NULL,
  `disabledAt` CHAR(24) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `staff_member_accountIndex_key` (`accountIndex`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `staff_session` (
  `tokenDigest` CHAR(43) NOT NULL,
  `id` CHAR(36) NOT NULL,
  `staffId` CHAR(36) NOT NULL,
  `createdAt` CHAR(24) NOT NULL,
  `lastSeenAt` CHAR(24) NOT NULL,
  `endedAt` CHAR(24) NULL,
  PRIMARY KEY (`tokenDigest`),
  UNIQUE INDEX `staff_session_id_key` (`id`),
  INDEX `staff_session_staffId_idx` (`staffId`),
  INDEX `staff_session_createdAt_idx` (`createdAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `staff_lock` (
  `accountIndex` CHAR(43) NOT NULL,
  `tries` INTEGER NOT NULL,
  `at` CHAR(24) NOT NULL,
  `lockedUntil` CHAR(24) NULL,
  PRIMARY KEY (`accountIndex`),
  INDEX `staff_lock_at_idx` (`at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `staff_audit` (
  `seq` INTEGER NOT NULL,
  `at` CHAR(24) NOT NULL,
  `staffId` CHAR(36) NULL,
  `act` VARCHAR(30) NOT NULL,
  `about` VARCHAR(60) NULL,
  `outcome` VARCHAR(30) NOT NULL,
  `detailSealed` TEXT NULL,
  `detailDigest` CHAR(43) NOT NULL,
  `prevDigest` CHAR(64) NOT NULL,
  `digest` CHAR(64) NOT NULL,
  PRIMARY KEY (`seq`),
  INDEX `staff_audit_at_idx` (`at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `desk_case` (
  `number` VARCHAR(32) NOT NULL,
  `heldBy` CHAR(36) NULL,
  `heldUntil` CHAR(24) NULL,
  `proposalSealed` TEXT NULL,
  `proposedBy` CHAR(36) NULL,
  `proposedAt` CHAR(24) NULL,
  `objectionSealed` TEXT NULL,
  `objectedBy` CHAR(36) NULL,
  `objectedAt` CHAR(24) NULL,
  `decidedBy` CHAR(36) NULL,
  `decidedAt` CHAR(24) NULL,
  PRIMARY KEY (`number`),
  INDEX `desk_case_heldBy_heldUntil_idx` (`heldBy`, `heldUntil`),
  INDEX `desk_case_proposedBy_idx` (`proposedBy`),
  INDEX `desk_case_decidedBy_decidedAt_idx` (`decidedBy`, `decidedAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `registration_answer` (
  `answerId` VARCHAR(64) NOT NULL,
  `entryId` CHAR(36) NOT NULL,
  `at` CHAR(24) NOT NULL,
  PRIMARY KEY (`answerId`),
  INDEX `registration_answer_entryId_idx` (`entryId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `stray_answer` (
  `answerId` VARCHAR(64) NOT NULL,
  `number` VARCHAR(32) NOT NULL,
  `answerSealed` TEXT NOT NULL,
  `receivedAt` CHAR(24) NOT NULL,
  PRIMARY KEY (`answerId`),
  INDEX `stray_answer_receivedAt_idx` (`receivedAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `bulk_import` (
  `id` CHAR(36) NOT NULL,
  `subjectId` CHAR(36) NOT NULL,
  `citizenId` CHAR(36) NOT NULL,
  `role` VARCHAR(24) NOT NULL,
  `client` VARCHAR(8) NOT NULL,
  `kind` VARCHAR(12) NOT NULL,
  `kindVersion` VARCHAR(20) NOT NULL,
  `nameSealed` VARCHAR(1200) NOT NULL,
  `sizeBytes` INTEGER NOT NULL,
  `receivedBytes` INTEGER NOT NULL,
  `state` VARCHAR(12) NOT NULL,
  `reason` VARCHAR(20) NULL,
  `commitmentVersion` VARCHAR(20) NULL,
  `commitmentDigest` CHAR(64) NULL,
  `signedAt` CHAR(24) NULL,
  `createdAt` CHAR(24) NOT NULL,
  `changedAt` CHAR(24) NOT NULL,
  PRIMARY KEY (`id`),
  INDEX `bulk_import_subjectId_createdAt_idx` (`subjectId`, `createdAt`),
  INDEX `bulk_import_changedAt_idx` (`changedAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `bulk_part` (
  `importId` CHAR(36) NOT NULL,
  `fromByte` INTEGER NOT NULL,
  `sizeBytes` INTEGER NOT NULL,
  `contentSealed` MEDIUMTEXT NOT NULL,
  PRIMARY KEY (`importId`, `fromByte`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `bulk_block` (
  `importId` CHAR(36) NOT NULL,
  `fromPlace` INTEGER NOT NULL,
  `toPlace` INTEGER NOT NULL,
  `good` INTEGER NOT NULL,
  `bad` INTEGER NOT NULL,
  `contentSealed` MEDIUMTEXT NOT NULL,
  PRIMARY KEY (`importId`, `fromPlace`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `bulk_row` (
  `importId` CHAR(36) NOT NULL,
  `place` INTEGER NOT NULL,
  `state` VARCHAR(10) NOT NULL,
  `contentSealed` TEXT NULL,
  `entryId` CHAR(36) NULL,
  PRIMARY KEY (`importId`, `place`),
  UNIQUE INDEX `bulk_row_entryId_key` (`entryId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

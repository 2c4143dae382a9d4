BEGIN TRANSACTION;
CREATE TABLE "correction" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        suggestion_id TEXT NOT NULL,
        after_ms REAL NOT NULL,
        edits INTEGER NOT NULL,
        removed_chars INTEGER NOT NULL,
        inserted_chars INTEGER NOT NULL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "correction" VALUES('session-1',14,1764000000014,14.0,'s1',4000.0,3,2,1);
CREATE TABLE "delivered" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        suggestion_id TEXT NOT NULL,
        opportunity_id TEXT NOT NULL,
        generation_id TEXT NOT NULL,
        source TEXT NOT NULL,
        display_index INTEGER NOT NULL,
        offered_chars INTEGER NOT NULL,
        base_chars INTEGER NOT NULL,
        previous_suggestion_id TEXT NOT NULL,
        changed_by TEXT NOT NULL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "delivered" VALUES('session-1',4,1764000000004,4.0,'s1','o1','g1','fresh',0,12,0,'','');
CREATE TABLE "feedback" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        suggestion_id TEXT NOT NULL,
        sentence INTEGER NOT NULL,
        start_char INTEGER NOT NULL,
        end_char INTEGER NOT NULL,
        label TEXT NOT NULL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "feedback" VALUES('session-1',10,1764000000010,10.0,'s3',0,0,42,'good');
CREATE TABLE "generation" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        generation_id TEXT NOT NULL,
        opportunity_id TEXT NOT NULL,
        engine TEXT NOT NULL,
        source TEXT NOT NULL,
        status TEXT NOT NULL,
        model TEXT NOT NULL,
        provider TEXT NOT NULL,
        prompt_id TEXT NOT NULL,
        prompt_version INTEGER,
        prompt_hash TEXT NOT NULL,
        stop_reason TEXT NOT NULL,
        input_tokens INTEGER,
        output_tokens INTEGER,
        cached_tokens INTEGER,
        cost_usd REAL,
        first_token_ms REAL,
        total_ms REAL,
        context TEXT NOT NULL, saved_usd REAL, estimated INTEGER NOT NULL DEFAULT 0,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "generation" VALUES('session-1',3,1764000000003,3.0,'g1','o1','model','fresh','ok','','','',1,'','',512,NULL,NULL,0.0001,NULL,NULL,'',NULL,1);
CREATE TABLE "impossible" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        suggestion_id TEXT NOT NULL,
        signal TEXT NOT NULL,
        state TEXT NOT NULL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "impossible" VALUES('session-1',11,1764000000011,11.0,'s1','accept','accepted');
CREATE TABLE "opportunity" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        opportunity_id TEXT NOT NULL,
        document TEXT NOT NULL,
        language TEXT NOT NULL,
        trigger TEXT NOT NULL,
        result TEXT NOT NULL,
        reason TEXT NOT NULL,
        source TEXT NOT NULL,
        latency_ms REAL,
        suggestion_kind TEXT NOT NULL,
        experiment TEXT NOT NULL,
        arm TEXT NOT NULL,
        propensity REAL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "opportunity" VALUES('session-1',2,1764000000002,2.0,'o1','5f1d','python','automatic','delivered','','fresh',4.5,'suggestion','','',NULL);
CREATE TABLE "outcome" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        suggestion_id TEXT NOT NULL,
        outcome TEXT NOT NULL,
        reason TEXT NOT NULL,
        evidence TEXT NOT NULL,
        offered_chars INTEGER NOT NULL,
        accepted_chars INTEGER NOT NULL,
        typed_chars INTEGER NOT NULL,
        visible_ms REAL NOT NULL, edit_ratio REAL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "outcome" VALUES('session-1',8,1764000000008,8.0,'s1','accepted','command','explicit',12,12,0,1010.5,NULL);
CREATE TABLE "partial" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        suggestion_id TEXT NOT NULL,
        unit TEXT NOT NULL,
        accepted_chars INTEGER NOT NULL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "partial" VALUES('session-1',7,1764000000007,7.0,'s1','word',6);
CREATE TABLE "read" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        suggestion_id TEXT NOT NULL,
        visible_ms REAL NOT NULL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "read" VALUES('session-1',6,1764000000006,6.0,'s1',750.0);
CREATE TABLE "rejected_place" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        suggestion_id TEXT NOT NULL,
        place_key TEXT NOT NULL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "rejected_place" VALUES('session-1',9,1764000000009,9.0,'s2','9f2c');
CREATE TABLE "session" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        phase TEXT NOT NULL,
        editor TEXT NOT NULL,
        editor_version TEXT NOT NULL,
        server_version TEXT NOT NULL,
        python_version TEXT NOT NULL,
        platform TEXT NOT NULL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "session" VALUES('session-1',1,1764000000001,1.0,'start','Visual Studio Code','1.139.1','0.1.0','3.11.2','linux');
CREATE TABLE "shown" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        suggestion_id TEXT NOT NULL,
        visible_ms REAL NOT NULL,
        offered_chars INTEGER NOT NULL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "shown" VALUES('session-1',5,1764000000005,5.0,'s1',300.0,12);
CREATE TABLE "survival" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        suggestion_id TEXT NOT NULL,
        moment TEXT NOT NULL,
        after_ms REAL NOT NULL,
        accepted_chars INTEGER NOT NULL,
        unchanged INTEGER,
        edit_ratio REAL,
        kept_ratio REAL,
        retained_chars INTEGER,
        censored_reason TEXT NOT NULL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "survival" VALUES('session-1',13,1764000000013,13.0,'s1','15',15000.0,12,1,0.0,1.0,12,'');
CREATE TABLE "typed_instead" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        suggestion_id TEXT NOT NULL,
        after_ms REAL NOT NULL,
        typed_chars INTEGER NOT NULL,
        edit_ratio REAL NOT NULL,
        kept_ratio REAL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "typed_instead" VALUES('session-1',15,1764000000015,15.0,'s2',30000.0,7,0.75,0.5);
CREATE TABLE "typing" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        typed_chars INTEGER NOT NULL,
        pasted_chars INTEGER NOT NULL,
        accepted_chars INTEGER NOT NULL,
        other_chars INTEGER NOT NULL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "typing" VALUES('session-1',16,1764000000016,16.0,40,12,12,0);
CREATE TABLE "undone" (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
 
        suggestion_id TEXT NOT NULL,
        after_ms REAL NOT NULL,
        removed_chars INTEGER NOT NULL,
     PRIMARY KEY (session_id, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO "undone" VALUES('session-1',12,1764000000012,12.0,'s1',2000.0,12);
CREATE TRIGGER "session_no_update" BEFORE UPDATE ON "session" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "session_no_delete" BEFORE DELETE ON "session" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "opportunity_no_update" BEFORE UPDATE ON "opportunity" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "opportunity_no_delete" BEFORE DELETE ON "opportunity" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "generation_no_update" BEFORE UPDATE ON "generation" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "generation_no_delete" BEFORE DELETE ON "generation" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "delivered_no_update" BEFORE UPDATE ON "delivered" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "delivered_no_delete" BEFORE DELETE ON "delivered" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "shown_no_update" BEFORE UPDATE ON "shown" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "shown_no_delete" BEFORE DELETE ON "shown" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "read_no_update" BEFORE UPDATE ON "read" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "read_no_delete" BEFORE DELETE ON "read" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "partial_no_update" BEFORE UPDATE ON "partial" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "partial_no_delete" BEFORE DELETE ON "partial" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "outcome_no_update" BEFORE UPDATE ON "outcome" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "outcome_no_delete" BEFORE DELETE ON "outcome" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "undone_no_update" BEFORE UPDATE ON "undone" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "undone_no_delete" BEFORE DELETE ON "undone" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "survival_no_update" BEFORE UPDATE ON "survival" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "survival_no_delete" BEFORE DELETE ON "survival" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "correction_no_update" BEFORE UPDATE ON "correction" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "correction_no_delete" BEFORE DELETE ON "correction" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "typed_instead_no_update" BEFORE UPDATE ON "typed_instead" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "typed_instead_no_delete" BEFORE DELETE ON "typed_instead" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "typing_no_update" BEFORE UPDATE ON "typing" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "typing_no_delete" BEFORE DELETE ON "typing" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "impossible_no_update" BEFORE UPDATE ON "impossible" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "impossible_no_delete" BEFORE DELETE ON "impossible" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE INDEX "delivered_suggestion_id" ON "delivered" (suggestion_id);
CREATE INDEX "shown_suggestion_id" ON "shown" (suggestion_id);
CREATE INDEX "read_suggestion_id" ON "read" (suggestion_id);
CREATE INDEX "partial_suggestion_id" ON "partial" (suggestion_id);
CREATE UNIQUE INDEX "outcome_suggestion_id" ON "outcome" (suggestion_id);
CREATE INDEX "undone_suggestion_id" ON "undone" (suggestion_id);
CREATE INDEX "survival_suggestion_id" ON "survival" (suggestion_id);
CREATE INDEX "correction_suggestion_id" ON "correction" (suggestion_id);
CREATE INDEX "typed_instead_suggestion_id" ON "typed_instead" (suggestion_id);
CREATE INDEX "impossible_suggestion_id" ON "impossible" (suggestion_id);
CREATE INDEX "opportunity_opportunity_id" ON "opportunity" (opportunity_id);
CREATE INDEX "opportunity_time_ms" ON "opportunity" (time_ms);
CREATE INDEX "generation_generation_id" ON "generation" (generation_id);
CREATE TRIGGER "rejected_place_no_update" BEFORE UPDATE ON "rejected_place" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "rejected_place_no_delete" BEFORE DELETE ON "rejected_place" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "feedback_no_update" BEFORE UPDATE ON "feedback" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER "feedback_no_delete" BEFORE DELETE ON "feedback" BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE INDEX "rejected_place_time_ms" ON "rejected_place" (time_ms);
CREATE INDEX "feedback_suggestion_id" ON "feedback" (suggestion_id);
COMMIT;
PRAGMA user_version = 3;

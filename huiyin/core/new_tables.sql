-- PostgreSQL 18; written by `huiyin tables --write` from the migrations, not by hand.
CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);

CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);

CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);

CREATE FUNCTION public.audit_access_behind() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    sealed uuid := (SELECT last_id FROM audit_accessbatch ORDER BY seq DESC LIMIT 1);
BEGIN
    IF NEW.id <= sealed THEN
        NEW.id := (
            lpad(to_hex(('x' || left(replace(sealed::text, '-', ''), 12))::bit(48)::bigint + 1), 12, '0')
            || right(replace(NEW.id::text, '-', ''), 20)
        )::uuid;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.huiyin_feed_horizon() RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
    SELECT huiyin_feed_offset() + least(
        pg_current_xact_id_if_assigned()::text::bigint,
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
        (SELECT min(running::text::bigint) FROM pg_snapshot_xip(pg_current_snapshot()) AS running WHERE NOT EXISTS (
            SELECT FROM pg_locks AS held JOIN pg_stat_activity AS backend ON backend.pid = held.pid
            WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted
            AND held.transactionid = running::xid AND backend.datname <> current_database()
        ))
    )
$$;

CREATE FUNCTION public.huiyin_feed_offset() RETURNS bigint
    LANGUAGE sql STABLE
    AS $$SELECT 0::bigint$$;

CREATE FUNCTION public.huiyin_keep_article_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.article_id, NEW.number, NEW.title, NEW.title_en, NEW.questions, NEW.text_zh, NEW.text_en,
                            NEW.from_on, NEW.until_on, NEW.written_at, NEW.written_by_id)
        IS DISTINCT FROM (OLD.article_id, OLD.number, OLD.title, OLD.title_en, OLD.questions, OLD.text_zh, OLD.text_en,
                          OLD.from_on, OLD.until_on, OLD.written_at, OLD.written_by_id)
        OR (OLD.state <> 'submitted' AND NEW.state <> OLD.state) THEN
        RAISE EXCEPTION 'a version of an article stays as it was written: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.huiyin_keep_clause() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    touched uuid[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := ARRAY[NEW.terms_id];
    ELSIF TG_OP = 'DELETE' THEN
        touched := ARRAY[OLD.terms_id];
    ELSIF (to_jsonb(NEW) - 'vector') IS NOT DISTINCT FROM (to_jsonb(OLD) - 'vector') THEN
        RETURN NEW;
    ELSE
        touched := ARRAY[OLD.terms_id, NEW.terms_id];
    END IF;
    -- Locked, so that nobody approves a version while a clause of it is being changed.
    PERFORM 1 FROM catalog_terms WHERE id = ANY (touched) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT 1 FROM catalog_terms WHERE id = ANY (touched) AND state = 'approved') THEN
        RAISE EXCEPTION 'clauses of approved terms stay as they were approved: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.huiyin_keep_promise() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.owner_kind, NEW.owner_id, NEW.text, NEW.due_at, NEW.made_at, NEW.source, NEW.follows_id)
        IS DISTINCT FROM (OLD.owner_kind, OLD.owner_id, OLD.text, OLD.due_at, OLD.made_at, OLD.source, OLD.follows_id)
        OR (OLD.state <> 'open' AND NEW.state <> OLD.state) THEN
        RAISE EXCEPTION 'a promise stays as it was made: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.huiyin_keep_template_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.template_id, NEW.number, NEW.text_zh, NEW.text_en, NEW.from_on, NEW.written_at,
                            NEW.written_by_id)
        IS DISTINCT FROM (OLD.template_id, OLD.number, OLD.text_zh, OLD.text_en, OLD.from_on, OLD.written_at,
                          OLD.written_by_id)
        OR (OLD.state IN ('rejected', 'withdrawn') AND NEW.state <> OLD.state) THEN
        RAISE EXCEPTION 'a version of a template stays as it was written: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.huiyin_keep_terms() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.state = 'approved' AND (
        TG_OP = 'DELETE'
        OR (to_jsonb(NEW) - 'to_on') IS DISTINCT FROM (to_jsonb(OLD) - 'to_on')
        OR (OLD.to_on IS NOT NULL AND NEW.to_on IS DISTINCT FROM OLD.to_on)
    ) THEN
        RAISE EXCEPTION 'approved terms stay as they were approved: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.huiyin_keep_terms_shown() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (to_jsonb(NEW) - 'policy_number' - 'party_id') IS DISTINCT FROM (to_jsonb(OLD) - 'policy_number' - 'party_id')
        OR (OLD.policy_number <> '' AND NEW.policy_number <> OLD.policy_number)
        OR (OLD.party_id IS NOT NULL AND NEW.party_id IS DISTINCT FROM OLD.party_id)
    THEN
        RAISE EXCEPTION 'what a customer was shown stays as it was recorded: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.huiyin_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION public.huiyin_refuse_event_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'events of a clock are append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION public.huiyin_wake() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock_shared(7246395001) THEN
        NOTIFY huiyin_live;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);

CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;

CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);

ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_absence (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone,
    set_at timestamp with time zone NOT NULL,
    set_by_label character varying(120) NOT NULL,
    began_at timestamp with time zone,
    ended_at timestamp with time zone,
    deputy_id uuid,
    user_id uuid NOT NULL,
    CONSTRAINT absence_of_two CHECK (((deputy_id IS NULL) OR (NOT ((deputy_id = user_id) AND (deputy_id IS NOT NULL))))),
    CONSTRAINT absence_order CHECK (((to_at IS NULL) OR (to_at > from_at)))
);

CREATE TABLE public.accounts_apitoken (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    prefix character varying(12) NOT NULL,
    secret_hash character varying(64) NOT NULL,
    scopes character varying(40)[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    last_used_on date,
    created_by_id uuid NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.accounts_competence (
    id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    code character varying(32) NOT NULL,
    from_on date NOT NULL,
    to_on date,
    reference character varying(120) NOT NULL,
    given_at timestamp with time zone NOT NULL,
    given_by_label character varying(120) NOT NULL,
    revoked_on date,
    user_id uuid NOT NULL,
    CONSTRAINT competence_order CHECK (((to_on IS NULL) OR (to_on >= from_on))),
    CONSTRAINT qualification_ends CHECK ((((kind)::text = 'skill'::text) OR (to_on IS NOT NULL)))
);

CREATE TABLE public.accounts_idempotencykey (
    id uuid NOT NULL,
    key character varying(200) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    status smallint NOT NULL,
    answer jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    token_id uuid NOT NULL,
    CONSTRAINT accounts_idempotencykey_status_check CHECK ((status >= 0))
);

CREATE TABLE public.accounts_membership (
    id uuid NOT NULL,
    role character varying(20) NOT NULL,
    user_id uuid NOT NULL,
    unit_id uuid NOT NULL
);

CREATE TABLE public.accounts_relation (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    to_name bytea NOT NULL,
    certificate_blind character varying(20) NOT NULL,
    phone_blind character varying(20) NOT NULL,
    from_on date NOT NULL,
    to_on date,
    declared_at timestamp with time zone NOT NULL,
    end_asked_on date,
    end_reason bytea NOT NULL,
    ended_by_id uuid,
    to_user_id uuid,
    user_id uuid NOT NULL,
    CONSTRAINT relation_ended_by_another CHECK (((to_on IS NULL) OR ((ended_by_id IS NOT NULL) AND (to_on >= from_on)))),
    CONSTRAINT relation_never_ended_by_oneself CHECK (((ended_by_id IS NULL) OR (NOT ((ended_by_id = user_id) AND (ended_by_id IS NOT NULL))))),
    CONSTRAINT relation_of_two CHECK (((to_user_id IS NULL) OR (NOT ((to_user_id = user_id) AND (to_user_id IS NOT NULL))))),
    CONSTRAINT relation_to_somebody CHECK (((to_user_id IS NOT NULL) OR (NOT (((certificate_blind)::text = ''::text) AND ((phone_blind)::text = ''::text)))))
);

CREATE TABLE public.accounts_reportingline (
    id uuid NOT NULL,
    from_on date NOT NULL,
    to_on date,
    set_at timestamp with time zone NOT NULL,
    set_by_label character varying(120) NOT NULL,
    manager_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT line_of_two CHECK ((NOT (user_id = manager_id))),
    CONSTRAINT line_order CHECK (((to_on IS NULL) OR (to_on >= from_on)))
);

CREATE TABLE public.accounts_rolepolicy (
    role character varying(20) NOT NULL,
    second_factor boolean NOT NULL,
    session_minutes integer NOT NULL,
    CONSTRAINT accounts_rolepolicy_session_minutes_check CHECK ((session_minutes >= 0)),
    CONSTRAINT role_policy_session_range CHECK (((session_minutes >= 5) AND (session_minutes <= 1440)))
);

CREATE TABLE public.accounts_sharedtry (
    key character varying(64) NOT NULL,
    value jsonb NOT NULL,
    ends_at timestamp with time zone NOT NULL
);

CREATE TABLE public.accounts_signinlink (
    id uuid NOT NULL,
    secret_hash character varying(64) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    user_id uuid NOT NULL
);

CREATE TABLE public.accounts_unit (
    id uuid NOT NULL,
    code character varying(16) NOT NULL,
    name character varying(80) NOT NULL,
    name_en character varying(120) NOT NULL,
    kind character varying(16) NOT NULL,
    path character varying(200) NOT NULL,
    phone character varying(40) NOT NULL,
    address character varying(200) NOT NULL,
    is_active boolean NOT NULL,
    duty_user_id uuid,
    parent_id uuid,
    CONSTRAINT unit_only_head_office_is_root CHECK (((parent_id IS NOT NULL) OR ((kind)::text = 'head_office'::text))),
    CONSTRAINT unit_path_slashes CHECK ((((path)::text ~~ '%/'::text) AND ((path)::text ~~ '/%'::text)))
);

CREATE TABLE public.accounts_user (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(60) NOT NULL,
    employee_no character varying(20) NOT NULL,
    title character varying(60) NOT NULL,
    language character varying(8) NOT NULL,
    is_active boolean NOT NULL,
    is_away boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    authorised_until date,
    unit_id uuid NOT NULL
);

CREATE TABLE public.accounts_workterms (
    user_id uuid NOT NULL,
    capacity smallint,
    starts time without time zone,
    ends time without time zone,
    weekdays smallint[] NOT NULL,
    CONSTRAINT accounts_workterms_capacity_check CHECK ((capacity >= 0)),
    CONSTRAINT work_terms_hours CHECK ((((ends IS NULL) AND (starts IS NULL)) OR ((ends IS NOT NULL) AND (starts IS NOT NULL) AND (starts < ends))))
);

CREATE TABLE public.assistant_assistanttalk (
    id uuid NOT NULL,
    place character varying(8) NOT NULL,
    language character varying(12) NOT NULL,
    began_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    state bytea NOT NULL,
    turns smallint NOT NULL,
    outcome character varying(12) NOT NULL,
    case_id uuid,
    is_satisfied boolean,
    CONSTRAINT assistant_assistanttalk_turns_check CHECK ((turns >= 0))
);

CREATE TABLE public.assistant_assistantturn (
    id uuid NOT NULL,
    number smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    said bytea NOT NULL,
    intent character varying(12) NOT NULL,
    act character varying(8) NOT NULL,
    code character varying(40) NOT NULL,
    answer bytea NOT NULL,
    versions uuid[] NOT NULL,
    question_id uuid,
    use_id uuid,
    dialogue character varying(24) NOT NULL,
    model character varying(80) NOT NULL,
    is_right boolean,
    talk_id uuid NOT NULL,
    choices character varying(64)[] NOT NULL,
    CONSTRAINT assistant_assistantturn_number_check CHECK ((number >= 0))
);

CREATE TABLE public.audit_access (
    id uuid NOT NULL,
    kind character varying(32) NOT NULL,
    aggregate_kind character varying(16) NOT NULL,
    aggregate_id uuid,
    fields character varying(40)[] NOT NULL,
    reason character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_kind character varying(8) NOT NULL,
    actor_id uuid,
    actor_label character varying(120) NOT NULL,
    "where" character varying(120) NOT NULL
);

CREATE TABLE public.audit_accessbatch (
    seq integer NOT NULL,
    first_id uuid NOT NULL,
    last_id uuid NOT NULL,
    rows integer NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    prev_hash character varying(64) NOT NULL,
    hash character varying(64) NOT NULL,
    CONSTRAINT audit_accessbatch_rows_check CHECK ((rows >= 0)),
    CONSTRAINT audit_accessbatch_seq_check CHECK ((seq >= 0))
);

CREATE TABLE public.audit_bucket (
    number integer NOT NULL,
    hash character varying(64) NOT NULL,
    chains integer NOT NULL,
    CONSTRAINT audit_bucket_chains_check CHECK ((chains >= 0)),
    CONSTRAINT audit_bucket_number_check CHECK ((number >= 0))
);

CREATE TABLE public.audit_checkpoint (
    number integer NOT NULL,
    at timestamp with time zone NOT NULL,
    root character varying(64) NOT NULL,
    chains integer NOT NULL,
    record text NOT NULL,
    signature jsonb NOT NULL,
    hash character varying(64) NOT NULL,
    seen_until timestamp with time zone NOT NULL,
    by_label character varying(120) NOT NULL,
    CONSTRAINT audit_checkpoint_chains_check CHECK ((chains >= 0)),
    CONSTRAINT audit_checkpoint_number_check CHECK ((number >= 0))
);

CREATE TABLE public.audit_dossier (
    id uuid NOT NULL,
    aggregate_kind character varying(16) NOT NULL,
    aggregate_id uuid NOT NULL,
    state character varying(8) NOT NULL,
    choices jsonb NOT NULL,
    reason character varying(300) NOT NULL,
    ordered_at timestamp with time zone NOT NULL,
    ordered_by_id uuid,
    ordered_by_label character varying(120) NOT NULL,
    done bigint NOT NULL,
    total bigint NOT NULL,
    made_at timestamp with time zone,
    digest character varying(64) NOT NULL,
    size bigint NOT NULL,
    manifest_sha256 character varying(64) NOT NULL,
    key_id character varying(16) NOT NULL,
    failure character varying(300) NOT NULL,
    expires_at timestamp with time zone,
    CONSTRAINT audit_dossier_done_check CHECK ((done >= 0)),
    CONSTRAINT audit_dossier_ready_has_file CHECK (((NOT ((state)::text = 'ready'::text)) OR ((expires_at IS NOT NULL) AND (made_at IS NOT NULL)))),
    CONSTRAINT audit_dossier_size_check CHECK ((size >= 0)),
    CONSTRAINT audit_dossier_total_check CHECK ((total >= 0))
);

CREATE TABLE public.audit_entry (
    id uuid NOT NULL,
    aggregate_kind character varying(16) NOT NULL,
    aggregate_id uuid NOT NULL,
    seq integer NOT NULL,
    kind character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    written_at timestamp with time zone NOT NULL,
    actor_kind character varying(8) NOT NULL,
    actor_id uuid,
    actor_label character varying(120) NOT NULL,
    "where" character varying(120) NOT NULL,
    rule_versions character varying(160)[] NOT NULL,
    body jsonb NOT NULL,
    prev_hash character varying(64) NOT NULL,
    hash character varying(64) NOT NULL,
    xact bigint DEFAULT (((pg_current_xact_id())::text)::bigint + public.huiyin_feed_offset()) NOT NULL,
    CONSTRAINT audit_entry_seq_check CHECK ((seq >= 0)),
    CONSTRAINT audit_entry_seq_from_one CHECK ((seq >= 1))
);

CREATE TABLE public.audit_leaf (
    id uuid NOT NULL,
    number integer NOT NULL,
    bucket integer NOT NULL,
    kind character varying(16) NOT NULL,
    aggregate_id uuid NOT NULL,
    seq integer NOT NULL,
    hash character varying(64) NOT NULL,
    CONSTRAINT audit_leaf_bucket_check CHECK ((bucket >= 0)),
    CONSTRAINT audit_leaf_number_check CHECK ((number >= 0)),
    CONSTRAINT audit_leaf_seq_check CHECK ((seq >= 0))
);

CREATE TABLE public.audit_proofrun (
    id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    checked integer NOT NULL,
    differing integer NOT NULL,
    first jsonb NOT NULL,
    slice_after uuid,
    told_at timestamp with time zone,
    CONSTRAINT audit_proofrun_checked_check CHECK ((checked >= 0)),
    CONSTRAINT audit_proofrun_differing_check CHECK ((differing >= 0))
);

CREATE TABLE public.audit_sealed (
    entry_id uuid NOT NULL,
    aggregate_kind character varying(16) NOT NULL,
    aggregate_id uuid NOT NULL,
    "values" bytea NOT NULL
);

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_bookentry (
    case_id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    volume smallint NOT NULL,
    page smallint NOT NULL,
    line smallint NOT NULL,
    written_on date NOT NULL,
    due_on date NOT NULL,
    answer text NOT NULL,
    answered_at timestamp with time zone,
    answered_by_label character varying(120) NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT book_entry_answered_has_text CHECK ((((answered_at IS NULL) OR (NOT (answer = ''::text))) AND (1 = (
CASE
    WHEN (answered_at IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (NOT (answer = ''::text)) THEN 1
    ELSE 0
END)))),
    CONSTRAINT cases_bookentry_line_check CHECK ((line >= 0)),
    CONSTRAINT cases_bookentry_page_check CHECK ((page >= 0)),
    CONSTRAINT cases_bookentry_volume_check CHECK ((volume >= 0))
);

CREATE TABLE public.cases_bulkrow (
    id uuid NOT NULL,
    place integer NOT NULL,
    state character varying(8) NOT NULL,
    message character varying(600) NOT NULL,
    before jsonb NOT NULL,
    done_at timestamp with time zone,
    undone_at timestamp with time zone,
    case_id uuid NOT NULL,
    run_id uuid NOT NULL,
    CONSTRAINT cases_bulkrow_place_check CHECK ((place >= 0))
);

CREATE TABLE public.cases_bulkrun (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    arguments jsonb NOT NULL,
    words bytea NOT NULL,
    state character varying(8) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    undo_started_at timestamp with time zone,
    "where" character varying(500) NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT bulk_started_has_time CHECK ((((started_at IS NULL) AND ((state)::text = 'shown'::text)) OR ((NOT ((state)::text = 'shown'::text)) AND (started_at IS NOT NULL))))
);

CREATE TABLE public.cases_case (
    id uuid NOT NULL,
    number character varying(24) NOT NULL,
    kind character varying(20) NOT NULL,
    state character varying(20) NOT NULL,
    state_since timestamp with time zone NOT NULL,
    channel character varying(16) NOT NULL,
    external_ref character varying(80) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    subject character varying(200) NOT NULL,
    line character varying(20) NOT NULL,
    sales_channel character varying(20) NOT NULL,
    code character varying(8) NOT NULL,
    severity character varying(2) NOT NULL,
    flags character varying(20)[] NOT NULL,
    customer_id uuid,
    policy_id uuid,
    policy_number character varying(40) NOT NULL,
    complainant_name bytea NOT NULL,
    language character varying(8) NOT NULL,
    rules_on date NOT NULL,
    secret_hash character varying(64) NOT NULL,
    next_due_at timestamp with time zone,
    next_due_rule character varying(48) NOT NULL,
    due_level smallint NOT NULL,
    is_paused boolean NOT NULL,
    is_provisional boolean NOT NULL,
    is_open boolean NOT NULL,
    closed_at timestamp with time zone,
    is_imported boolean NOT NULL,
    source_fields jsonb NOT NULL,
    version integer NOT NULL,
    owner_id uuid NOT NULL,
    registered_by_id uuid,
    unit_id uuid NOT NULL,
    CONSTRAINT case_closed_has_time CHECK ((((closed_at IS NULL) AND is_open) OR ((closed_at IS NOT NULL) AND (NOT is_open)))),
    CONSTRAINT case_open_unless_ended CHECK (((is_open OR ((state)::text = ANY ((ARRAY['closed'::character varying, 'archived'::character varying, 'not_proceeded'::character varying, 'rerouted'::character varying, 'withdrawn'::character varying, 'merged'::character varying])::text[]))) AND (1 = (
CASE
    WHEN is_open THEN 1
    ELSE 0
END +
CASE
    WHEN ((state)::text = ANY ((ARRAY['closed'::character varying, 'archived'::character varying, 'not_proceeded'::character varying, 'rerouted'::character varying, 'withdrawn'::character varying, 'merged'::character varying])::text[])) THEN 1
    ELSE 0
END)))),
    CONSTRAINT case_received_before_recorded CHECK ((is_imported OR (received_at <= recorded_at))),
    CONSTRAINT cases_case_due_level_check CHECK ((due_level >= 0)),
    CONSTRAINT cases_case_version_check CHECK ((version >= 0))
);

CREATE TABLE public.cases_casecheck (
    id uuid NOT NULL,
    list_code character varying(40) NOT NULL,
    line character varying(40) NOT NULL,
    round smallint NOT NULL,
    state character varying(8) NOT NULL,
    reason bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    list_id uuid NOT NULL,
    CONSTRAINT cases_casecheck_round_check CHECK ((round >= 0))
);

CREATE TABLE public.cases_caselink (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    reason bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    removed_at timestamp with time zone,
    removed_by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    other_id uuid NOT NULL,
    CONSTRAINT case_link_not_itself CHECK ((NOT (case_id = other_id)))
);

CREATE TABLE public.cases_casesearch (
    case_id uuid NOT NULL,
    received_at timestamp with time zone NOT NULL,
    vector tsvector NOT NULL
);
ALTER TABLE ONLY public.cases_casesearch ALTER COLUMN vector SET STATISTICS 2000;

CREATE TABLE public.cases_casetag (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    tag_id uuid NOT NULL
);

CREATE TABLE public.cases_chat (
    case_id uuid NOT NULL,
    key_hash character varying(64) NOT NULL,
    state character varying(8) NOT NULL,
    waiting_since timestamp with time zone NOT NULL,
    taken_at timestamp with time zone,
    first_answer_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_by character varying(8) NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    said_at timestamp with time zone NOT NULL,
    lines smallint NOT NULL,
    agent_id uuid,
    site_id uuid NOT NULL,
    CONSTRAINT cases_chat_lines_check CHECK ((lines >= 0)),
    CONSTRAINT chat_ended_has_time CHECK (((((state)::text = 'ended'::text) OR (ended_at IS NULL)) AND (1 = (
CASE
    WHEN ((state)::text = 'ended'::text) THEN 1
    ELSE 0
END +
CASE
    WHEN (ended_at IS NULL) THEN 1
    ELSE 0
END)))),
    CONSTRAINT chat_talking_has_agent CHECK (((NOT ((state)::text = 'talking'::text)) OR ((agent_id IS NOT NULL) AND (taken_at IS NOT NULL))))
);

CREATE TABLE public.cases_chatsite (
    id uuid NOT NULL,
    key character varying(24) NOT NULL,
    name character varying(80) NOT NULL,
    origins character varying(200)[] NOT NULL,
    is_on boolean NOT NULL,
    made_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    unit_id uuid
);

CREATE TABLE public.cases_checklistversion (
    id uuid NOT NULL,
    code character varying(40) NOT NULL,
    version integer NOT NULL,
    title_zh character varying(80) NOT NULL,
    title_en character varying(120) NOT NULL,
    kind character varying(20) NOT NULL,
    stage character varying(20) NOT NULL,
    class_code character varying(8) NOT NULL,
    lines jsonb NOT NULL,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone,
    made_by_label character varying(120) NOT NULL,
    CONSTRAINT cases_checklistversion_version_check CHECK ((version >= 0)),
    CONSTRAINT checklist_order CHECK (((until_at IS NULL) OR (until_at >= from_at)))
);

CREATE TABLE public.cases_citedclause (
    id uuid NOT NULL,
    role character varying(8) NOT NULL,
    words bytea NOT NULL,
    received_on date NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    removed_at timestamp with time zone,
    removed_by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    clause_id uuid NOT NULL
);

CREATE TABLE public.cases_custody (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_label character varying(120) NOT NULL,
    note character varying(300) NOT NULL,
    evidence_id uuid NOT NULL
);

CREATE TABLE public.cases_draft (
    id uuid NOT NULL,
    place character varying(80) NOT NULL,
    slot character varying(32) NOT NULL,
    fields bytea NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    case_id uuid,
    user_id uuid NOT NULL
);

CREATE TABLE public.cases_evidence (
    id uuid NOT NULL,
    number integer NOT NULL,
    kind character varying(16) NOT NULL,
    source character varying(20) NOT NULL,
    title bytea NOT NULL,
    file_name bytea NOT NULL,
    media_type character varying(100) NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    captured_at timestamp with time zone NOT NULL,
    added_at timestamp with time zone NOT NULL,
    added_by_id uuid,
    added_by_label character varying(120) NOT NULL,
    is_public boolean NOT NULL,
    case_id uuid NOT NULL,
    scan character varying(12) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT cases_evidence_number_check CHECK ((number >= 0)),
    CONSTRAINT cases_evidence_size_check CHECK ((size >= 0)),
    CONSTRAINT evidence_not_empty CHECK ((size >= 1))
);

CREATE TABLE public.cases_feedplace (
    reader character varying(40) NOT NULL,
    xact bigint NOT NULL,
    entry_id uuid NOT NULL
);

CREATE TABLE public.cases_fieldvalue (
    id uuid NOT NULL,
    key character varying(40) NOT NULL,
    word character varying(200),
    text text,
    number numeric(20,4),
    day date,
    flag boolean,
    codes character varying(40)[],
    is_sealed boolean NOT NULL,
    sealed bytea NOT NULL,
    blind character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    definition_id uuid NOT NULL,
    CONSTRAINT field_value_sealed_alone CHECK (((((blind)::text = ''::text) AND (NOT is_sealed)) OR ((codes IS NULL) AND (day IS NULL) AND (flag IS NULL) AND is_sealed AND (number IS NULL) AND (text IS NULL) AND (word IS NULL))))
);

CREATE TABLE public.cases_fieldversion (
    id uuid NOT NULL,
    key character varying(40) NOT NULL,
    version integer NOT NULL,
    label_zh character varying(80) NOT NULL,
    label_en character varying(120) NOT NULL,
    help_zh character varying(300) NOT NULL,
    help_en character varying(300) NOT NULL,
    type character varying(8) NOT NULL,
    kind character varying(20) NOT NULL,
    options jsonb NOT NULL,
    depends_on character varying(40) NOT NULL,
    depends_values character varying(200)[] NOT NULL,
    required_at character varying(20) NOT NULL,
    is_personal boolean NOT NULL,
    is_searchable boolean NOT NULL,
    place smallint NOT NULL,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone,
    made_by_label character varying(120) NOT NULL,
    CONSTRAINT cases_fieldversion_place_check CHECK ((place >= 0)),
    CONSTRAINT cases_fieldversion_version_check CHECK ((version >= 0)),
    CONSTRAINT field_order CHECK (((until_at IS NULL) OR (until_at >= from_at)))
);

CREATE TABLE public.cases_filetext (
    evidence_id uuid NOT NULL,
    received_at timestamp with time zone NOT NULL,
    state character varying(8) NOT NULL,
    tries smallint NOT NULL,
    fault character varying(20) NOT NULL,
    text bytea NOT NULL,
    vector tsvector NOT NULL,
    read_at timestamp with time zone,
    case_id uuid NOT NULL,
    CONSTRAINT cases_filetext_tries_check CHECK ((tries >= 0))
);
ALTER TABLE ONLY public.cases_filetext ALTER COLUMN vector SET STATISTICS 2000;

CREATE TABLE public.cases_fingerprint (
    case_id uuid NOT NULL,
    bands bigint[] NOT NULL,
    made_at timestamp with time zone NOT NULL
);

CREATE TABLE public.cases_letter (
    case_id uuid NOT NULL,
    received_on date NOT NULL,
    posted_on date,
    tracking character varying(40) NOT NULL,
    state character varying(10) NOT NULL,
    fault character varying(20) NOT NULL,
    tries smallint NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_by_label character varying(120) NOT NULL,
    CONSTRAINT cases_letter_tries_check CHECK ((tries >= 0)),
    CONSTRAINT letter_posted_before_received CHECK (((posted_on IS NULL) OR (posted_on <= received_on)))
);

CREATE TABLE public.cases_letterpage (
    id uuid NOT NULL,
    number smallint NOT NULL,
    lines bytea NOT NULL,
    corrected bytea NOT NULL,
    took integer NOT NULL,
    evidence_id uuid NOT NULL,
    letter_id uuid NOT NULL,
    CONSTRAINT cases_letterpage_number_check CHECK ((number >= 0)),
    CONSTRAINT cases_letterpage_took_check CHECK ((took >= 0))
);

CREATE TABLE public.cases_loadrun (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.cases_macro (
    id uuid NOT NULL,
    name character varying(60) NOT NULL,
    name_en character varying(80) NOT NULL,
    class_code character varying(8) NOT NULL,
    steps jsonb NOT NULL,
    version integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    made_by_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT cases_macro_version_check CHECK ((version >= 0))
);

CREATE TABLE public.cases_mention (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    case_id uuid NOT NULL,
    note_id uuid NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.cases_message (
    id uuid NOT NULL,
    direction character varying(3) NOT NULL,
    channel character varying(16) NOT NULL,
    subject character varying(200) NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    author_id uuid,
    author_label character varying(120) NOT NULL,
    outgoing_id uuid,
    evidence_ids uuid[] NOT NULL,
    case_id uuid NOT NULL
);

CREATE TABLE public.cases_messagemove (
    id uuid NOT NULL,
    into_case_id uuid NOT NULL,
    message_id uuid NOT NULL,
    is_split boolean NOT NULL,
    reason bytea NOT NULL,
    files_here uuid[] NOT NULL,
    files_there uuid[] NOT NULL,
    files_shown uuid[] NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    undone_at timestamp with time zone,
    undone_by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT message_move_of_two CHECK ((NOT (case_id = into_case_id)))
);

CREATE TABLE public.cases_note (
    id uuid NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    author_id uuid,
    author_label character varying(120) NOT NULL,
    evidence_ids uuid[] NOT NULL,
    case_id uuid NOT NULL,
    taken_back_at timestamp with time zone
);

CREATE TABLE public.cases_notification (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    key character varying(120) NOT NULL,
    ref_id uuid,
    by_label character varying(120) NOT NULL,
    details jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    on_page boolean NOT NULL,
    read_at timestamp with time zone,
    mail_due_at timestamp with time zone,
    wecom_due_at timestamp with time zone,
    case_id uuid,
    user_id uuid NOT NULL,
    CONSTRAINT notification_of_case CHECK ((((kind)::text = ANY ((ARRAY['jobs'::character varying, 'quarantined'::character varying])::text[])) OR ((details ? 'claim'::text) AND ((kind)::text = ANY ((ARRAY['warned'::character varying, 'broken'::character varying])::text[]))) OR (case_id IS NOT NULL)))
);

CREATE TABLE public.cases_notificationchoice (
    user_id uuid NOT NULL,
    ways jsonb NOT NULL,
    quiet_from time without time zone,
    quiet_until time without time zone,
    digest character varying(8) NOT NULL,
    digest_at time without time zone NOT NULL,
    wecom_id character varying(64) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT notification_quiet_both CHECK ((((quiet_from IS NULL) AND (quiet_until IS NULL)) OR ((quiet_from IS NOT NULL) AND (quiet_until IS NOT NULL))))
);

CREATE SEQUENCE public.cases_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    MAXVALUE 9999999
    CACHE 1
    CYCLE;

CREATE TABLE public.cases_openload (
    id uuid NOT NULL,
    age smallint NOT NULL,
    total integer NOT NULL,
    broken integer NOT NULL,
    today integer NOT NULL,
    warned integer NOT NULL,
    paused integer NOT NULL,
    promised integer NOT NULL,
    promises_broken integer NOT NULL,
    person_id uuid NOT NULL,
    run_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    points integer NOT NULL,
    CONSTRAINT cases_openload_age_check CHECK ((age >= 0)),
    CONSTRAINT cases_openload_broken_check CHECK ((broken >= 0)),
    CONSTRAINT cases_openload_paused_check CHECK ((paused >= 0)),
    CONSTRAINT cases_openload_points_check CHECK ((points >= 0)),
    CONSTRAINT cases_openload_promised_check CHECK ((promised >= 0)),
    CONSTRAINT cases_openload_promises_broken_check CHECK ((promises_broken >= 0)),
    CONSTRAINT cases_openload_today_check CHECK ((today >= 0)),
    CONSTRAINT cases_openload_total_check CHECK ((total >= 0)),
    CONSTRAINT cases_openload_warned_check CHECK ((warned >= 0))
);

CREATE TABLE public.cases_ownership (
    id uuid NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone,
    reason character varying(300) NOT NULL,
    case_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT ownership_order CHECK (((to_at IS NULL) OR (to_at >= from_at)))
);

CREATE TABLE public.cases_participation (
    id uuid NOT NULL,
    role character varying(20) NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone,
    case_id uuid NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.cases_person (
    id uuid NOT NULL,
    role character varying(16) NOT NULL,
    party_id uuid,
    is_contact boolean NOT NULL,
    is_face_to_face boolean NOT NULL,
    name bytea NOT NULL,
    phone bytea NOT NULL,
    phone_blind character varying(20) NOT NULL,
    email bytea NOT NULL,
    email_blind character varying(20) NOT NULL,
    certificate_no bytea NOT NULL,
    certificate_blind character varying(20) NOT NULL,
    address bytea NOT NULL,
    authority_evidence_id uuid,
    vulnerabilities character varying(20)[] NOT NULL,
    case_id uuid NOT NULL
);

CREATE UNLOGGED TABLE public.cases_presence (
    id uuid NOT NULL,
    slot character varying(32) NOT NULL,
    doing character varying(6) NOT NULL,
    since timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    case_id uuid NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.cases_quarantine (
    id uuid NOT NULL,
    cause character varying(12) NOT NULL,
    signature character varying(200) NOT NULL,
    scanner character varying(120) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    released_at timestamp with time zone,
    released_by_label character varying(120) NOT NULL,
    reason bytea NOT NULL,
    case_id uuid NOT NULL,
    evidence_id uuid NOT NULL
);

CREATE TABLE public.cases_recentsearch (
    id uuid NOT NULL,
    text bytea NOT NULL,
    text_blind character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.cases_recusal (
    id uuid NOT NULL,
    ground character varying(40) NOT NULL,
    reason character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_label character varying(120) NOT NULL,
    lifted_at timestamp with time zone,
    case_id uuid NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.cases_registry (
    id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    key character varying(200) NOT NULL,
    case_id uuid NOT NULL
);

CREATE TABLE public.cases_savedview (
    id uuid NOT NULL,
    name character varying(60) NOT NULL,
    role character varying(20) NOT NULL,
    base character varying(12) NOT NULL,
    filters jsonb NOT NULL,
    columns character varying(16)[] NOT NULL,
    "order" character varying(12) NOT NULL,
    "group" character varying(12) NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by_label character varying(120) NOT NULL,
    owner_id uuid NOT NULL,
    unit_id uuid,
    CONSTRAINT cases_savedview_version_check CHECK ((version >= 0)),
    CONSTRAINT view_role_needs_unit CHECK (((unit_id IS NOT NULL) OR ((role)::text = ''::text)))
);

CREATE TABLE public.cases_tag (
    id uuid NOT NULL,
    name character varying(40) NOT NULL,
    key character varying(40) NOT NULL,
    colour character varying(8) NOT NULL,
    is_free boolean NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by_label character varying(120) NOT NULL,
    retired_at timestamp with time zone,
    merged_into_id uuid,
    CONSTRAINT tag_not_into_itself CHECK ((NOT ((merged_into_id = id) AND (merged_into_id IS NOT NULL))))
);

CREATE TABLE public.cases_tagfreedom (
    unit_id uuid NOT NULL,
    allowed boolean NOT NULL
);

CREATE TABLE public.cases_tally (
    id uuid NOT NULL,
    asked jsonb NOT NULL,
    "group" character varying(12) NOT NULL,
    from_on date NOT NULL,
    to_on date NOT NULL,
    counted_to date,
    found jsonb NOT NULL,
    failure character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    user_id uuid NOT NULL,
    CONSTRAINT tally_order CHECK ((from_on <= to_on))
);

CREATE TABLE public.cases_template (
    id uuid NOT NULL,
    key character varying(24) NOT NULL,
    name character varying(60) NOT NULL,
    name_en character varying(80) NOT NULL,
    purpose character varying(8) NOT NULL,
    class_code character varying(8) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    made_by_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    scenario character varying(24) NOT NULL
);

CREATE TABLE public.cases_templateuse (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_label character varying(120) NOT NULL,
    is_changed boolean NOT NULL,
    case_id uuid NOT NULL,
    message_id uuid,
    note_id uuid,
    version_id uuid NOT NULL,
    CONSTRAINT template_use_of_one_text CHECK ((((message_id IS NULL) OR (note_id IS NULL)) AND (1 = (
CASE
    WHEN (message_id IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (note_id IS NULL) THEN 1
    ELSE 0
END))))
);

CREATE TABLE public.cases_templateversion (
    id uuid NOT NULL,
    number integer NOT NULL,
    text_zh text NOT NULL,
    text_en text NOT NULL,
    from_on date NOT NULL,
    state character varying(10) NOT NULL,
    advice jsonb NOT NULL,
    written_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    reason character varying(300) NOT NULL,
    decided_by_id uuid,
    template_id uuid NOT NULL,
    written_by_id uuid NOT NULL,
    CONSTRAINT cases_templateversion_number_check CHECK ((number >= 0)),
    CONSTRAINT template_version_decided_has_time CHECK ((((decided_at IS NULL) AND ((state)::text = 'submitted'::text)) OR ((NOT ((state)::text = 'submitted'::text)) AND (decided_at IS NOT NULL))))
);

CREATE TABLE public.cases_viewplace (
    id uuid NOT NULL,
    place smallint NOT NULL,
    is_tab boolean NOT NULL,
    is_first boolean NOT NULL,
    user_id uuid NOT NULL,
    view_id uuid NOT NULL,
    CONSTRAINT cases_viewplace_place_check CHECK ((place >= 0))
);

CREATE TABLE public.cases_watch (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    case_id uuid NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.catalog_clause (
    id uuid NOT NULL,
    place integer NOT NULL,
    path character varying(20) NOT NULL,
    kind character varying(10) NOT NULL,
    guessed boolean NOT NULL,
    because character varying(20) NOT NULL,
    title character varying(80) NOT NULL,
    text text NOT NULL,
    vector tsvector NOT NULL,
    terms_id uuid NOT NULL,
    CONSTRAINT catalog_clause_place_check CHECK ((place >= 0))
);

CREATE TABLE public.catalog_product (
    id uuid NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(80) NOT NULL,
    line character varying(12) NOT NULL,
    design character varying(16) NOT NULL,
    status character varying(10) NOT NULL,
    sold_from date,
    sold_to date,
    filing_no character varying(60) NOT NULL,
    cover text NOT NULL,
    premium text NOT NULL,
    returns text NOT NULL,
    suits text NOT NULL,
    suits_not text NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    keeper_id uuid NOT NULL,
    CONSTRAINT catalog_product_version_check CHECK ((version >= 0)),
    CONSTRAINT product_sold_order CHECK (((sold_to IS NULL) OR (sold_to >= sold_from))),
    CONSTRAINT product_sold_since CHECK ((((status)::text = 'draft'::text) OR (sold_from IS NOT NULL)))
);

CREATE TABLE public.catalog_productproof (
    id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    statement text NOT NULL,
    document character varying(120) NOT NULL,
    dated_on date NOT NULL,
    review_on date NOT NULL,
    replaced_at timestamp with time zone,
    by_label character varying(120) NOT NULL,
    at timestamp with time zone NOT NULL,
    product_id uuid NOT NULL,
    CONSTRAINT product_proof_order CHECK ((review_on > dated_on))
);

CREATE TABLE public.catalog_terms (
    id uuid NOT NULL,
    number integer NOT NULL,
    state character varying(10) NOT NULL,
    from_on date NOT NULL,
    to_on date,
    source_name character varying(200) NOT NULL,
    source_hash character varying(64) NOT NULL,
    digest character varying(64) NOT NULL,
    written_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    reason character varying(300) NOT NULL,
    decided_by_id uuid,
    product_id uuid NOT NULL,
    written_by_id uuid NOT NULL,
    CONSTRAINT catalog_terms_number_check CHECK ((number >= 0)),
    CONSTRAINT terms_order CHECK (((to_on IS NULL) OR (to_on >= from_on))),
    CONSTRAINT terms_second_person CHECK (((NOT ((state)::text = 'approved'::text)) OR (NOT ((decided_by_id = written_by_id) AND (decided_by_id IS NOT NULL)))))
);

CREATE TABLE public.channels_call (
    id uuid NOT NULL,
    reference character varying(100) NOT NULL,
    direction character varying(3) NOT NULL,
    number bytea NOT NULL,
    number_blind character varying(20) NOT NULL,
    line character varying(40) NOT NULL,
    queue character varying(80) NOT NULL,
    agent_no character varying(20) NOT NULL,
    agent_at timestamp with time zone,
    began_at timestamp with time zone NOT NULL,
    rang_at timestamp with time zone,
    answered_at timestamp with time zone,
    ended_at timestamp with time zone,
    told character varying(12) NOT NULL,
    outcome character varying(12) NOT NULL,
    recording bytea NOT NULL,
    recorded_at timestamp with time zone,
    party_id uuid,
    identified_at timestamp with time zone,
    wrong_answers smallint NOT NULL,
    case_id uuid,
    agent_id uuid,
    unit_id uuid NOT NULL,
    CONSTRAINT call_ended_has_outcome CHECK (((((outcome)::text = ''::text) OR (ended_at IS NOT NULL)) AND (1 = (
CASE
    WHEN ((outcome)::text = ''::text) THEN 1
    ELSE 0
END +
CASE
    WHEN (ended_at IS NOT NULL) THEN 1
    ELSE 0
END)))),
    CONSTRAINT call_identified_has_time CHECK ((((party_id IS NULL) OR (identified_at IS NOT NULL)) AND (1 = (
CASE
    WHEN (party_id IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (identified_at IS NOT NULL) THEN 1
    ELSE 0
END)))),
    CONSTRAINT channels_call_wrong_answers_check CHECK ((wrong_answers >= 0))
);

CREATE TABLE public.channels_callback (
    id uuid NOT NULL,
    number bytea NOT NULL,
    number_blind character varying(20) NOT NULL,
    reason character varying(8) NOT NULL,
    about bytea NOT NULL,
    calls smallint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    rule character varying(160) NOT NULL,
    state character varying(12) NOT NULL,
    attempts smallint NOT NULL,
    tried_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_by_label character varying(120) NOT NULL,
    note bytea NOT NULL,
    call_id uuid NOT NULL,
    owner_id uuid,
    unit_id uuid NOT NULL,
    CONSTRAINT call_back_ended_has_time CHECK (((((state)::text = 'open'::text) OR (ended_at IS NOT NULL)) AND (1 = (
CASE
    WHEN ((state)::text = 'open'::text) THEN 1
    ELSE 0
END +
CASE
    WHEN (ended_at IS NOT NULL) THEN 1
    ELSE 0
END)))),
    CONSTRAINT channels_callback_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT channels_callback_calls_check CHECK ((calls >= 0))
);

CREATE TABLE public.channels_mailbox (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    address character varying(200) NOT NULL,
    host character varying(200) NOT NULL,
    port integer NOT NULL,
    security character varying(8) NOT NULL,
    login bytea NOT NULL,
    password bytea NOT NULL,
    folder character varying(200) NOT NULL,
    is_on boolean NOT NULL,
    made_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    uid_validity bigint NOT NULL,
    last_uid bigint NOT NULL,
    missed bigint[] NOT NULL,
    next_try_at timestamp with time zone,
    answered_at timestamp with time zone,
    failing_since timestamp with time zone,
    failures integer NOT NULL,
    answer character varying(300) NOT NULL,
    unit_id uuid,
    CONSTRAINT channels_mailbox_failures_check CHECK ((failures >= 0)),
    CONSTRAINT channels_mailbox_port_check CHECK ((port >= 0))
);

CREATE TABLE public.channels_mailday (
    id uuid NOT NULL,
    day date NOT NULL,
    fetched integer NOT NULL,
    mailbox_id uuid NOT NULL,
    CONSTRAINT channels_mailday_fetched_check CHECK ((fetched >= 0))
);

CREATE TABLE public.channels_outgoing (
    id uuid NOT NULL,
    owner_kind character varying(16) NOT NULL,
    owner_id uuid NOT NULL,
    purpose character varying(40) NOT NULL,
    method character varying(12) NOT NULL,
    address bytea NOT NULL,
    subject bytea NOT NULL,
    body bytea NOT NULL,
    attachments character varying(300)[] NOT NULL,
    message_id character varying(200) NOT NULL,
    state character varying(8) NOT NULL,
    attempts smallint NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    next_try_at timestamp with time zone,
    sent_at timestamp with time zone,
    answer character varying(300) NOT NULL,
    bounced_at timestamp with time zone,
    address_blind character varying(20) NOT NULL,
    platform_id character varying(120) NOT NULL,
    report character varying(60) NOT NULL,
    reported_at timestamp with time zone,
    CONSTRAINT channels_outgoing_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT outgoing_sent_has_time CHECK (((NOT ((state)::text = 'sent'::text)) OR (sent_at IS NOT NULL)))
);

CREATE TABLE public.channels_rawmessage (
    id uuid NOT NULL,
    key character varying(100) NOT NULL,
    sha256 character varying(64) NOT NULL,
    size bigint NOT NULL,
    received_at timestamp with time zone NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    day date NOT NULL,
    state character varying(12) NOT NULL,
    reason character varying(40) NOT NULL,
    note character varying(300) NOT NULL,
    by_label character varying(120) NOT NULL,
    settled_at timestamp with time zone,
    attempts smallint NOT NULL,
    next_try_at timestamp with time zone,
    error character varying(300) NOT NULL,
    case_id uuid,
    message_id uuid,
    sender bytea NOT NULL,
    subject bytea NOT NULL,
    sender_blind character varying(20) NOT NULL,
    content_key character varying(64) NOT NULL,
    mailbox_id uuid NOT NULL,
    CONSTRAINT channels_rawmessage_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT channels_rawmessage_size_check CHECK ((size >= 0)),
    CONSTRAINT raw_joined_has_case CHECK (((NOT ((state)::text = ANY ((ARRAY['case'::character varying, 'follow_up'::character varying])::text[]))) OR (case_id IS NOT NULL))),
    CONSTRAINT raw_settled_has_time CHECK (((((state)::text = 'waiting'::text) OR (settled_at IS NOT NULL)) AND (1 = (
CASE
    WHEN ((state)::text = 'waiting'::text) THEN 1
    ELSE 0
END +
CASE
    WHEN (settled_at IS NOT NULL) THEN 1
    ELSE 0
END))))
);

CREATE TABLE public.channels_smsday (
    id uuid NOT NULL,
    day date NOT NULL,
    fetched integer NOT NULL,
    CONSTRAINT channels_smsday_fetched_check CHECK ((fetched >= 0))
);

CREATE TABLE public.channels_smsmessage (
    id uuid NOT NULL,
    provider character varying(12) NOT NULL,
    kind character varying(8) NOT NULL,
    key character varying(64) NOT NULL,
    sha256 character varying(64) NOT NULL,
    place integer NOT NULL,
    received_at timestamp with time zone NOT NULL,
    day date NOT NULL,
    state character varying(12) NOT NULL,
    reason character varying(40) NOT NULL,
    settled_at timestamp with time zone,
    attempts smallint NOT NULL,
    next_try_at timestamp with time zone,
    number bytea NOT NULL,
    number_blind character varying(20) NOT NULL,
    case_id uuid,
    message_id uuid,
    CONSTRAINT channels_smsmessage_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT sms_joined_has_case CHECK (((NOT ((state)::text = ANY ((ARRAY['case'::character varying, 'follow_up'::character varying])::text[]))) OR (case_id IS NOT NULL))),
    CONSTRAINT sms_settled_has_time CHECK (((((state)::text = 'waiting'::text) OR (settled_at IS NOT NULL)) AND (1 = (
CASE
    WHEN ((state)::text = 'waiting'::text) THEN 1
    ELSE 0
END +
CASE
    WHEN (settled_at IS NOT NULL) THEN 1
    ELSE 0
END))))
);

CREATE TABLE public.channels_smsstop (
    id uuid NOT NULL,
    number bytea NOT NULL,
    number_blind character varying(20) NOT NULL,
    word character varying(20) NOT NULL,
    stopped_at timestamp with time zone NOT NULL,
    case_id uuid,
    lifted_at timestamp with time zone,
    lifted_by_label character varying(120) NOT NULL,
    lifted_reason bytea NOT NULL
);

CREATE TABLE public.channels_webhook (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    url bytea NOT NULL,
    kinds character varying(64)[] NOT NULL,
    secret bytea NOT NULL,
    old_secret bytea NOT NULL,
    old_secret_until timestamp with time zone,
    made_at timestamp with time zone NOT NULL,
    xact bigint NOT NULL,
    entry_id uuid NOT NULL,
    is_on boolean NOT NULL,
    off_at timestamp with time zone,
    off_reason character varying(300) NOT NULL,
    removed_at timestamp with time zone,
    last_sent_at timestamp with time zone,
    user_id uuid NOT NULL
);

CREATE TABLE public.channels_webhookmessage (
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    kind character varying(64) NOT NULL,
    body text NOT NULL,
    state character varying(8) NOT NULL,
    attempts smallint NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    next_try_at timestamp with time zone,
    sent_at timestamp with time zone,
    status smallint,
    answer character varying(300) NOT NULL,
    webhook_id uuid NOT NULL,
    CONSTRAINT channels_webhookmessage_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT channels_webhookmessage_status_check CHECK ((status >= 0))
);

CREATE TABLE public.channels_wechatmessage (
    id uuid NOT NULL,
    key character varying(64) NOT NULL,
    sha256 character varying(64) NOT NULL,
    kind character varying(20) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    state character varying(12) NOT NULL,
    reason character varying(40) NOT NULL,
    settled_at timestamp with time zone,
    attempts smallint NOT NULL,
    next_try_at timestamp with time zone,
    case_id uuid,
    message_id uuid,
    thread_id uuid NOT NULL,
    CONSTRAINT channels_wechatmessage_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT wechat_joined_has_case CHECK (((NOT ((state)::text = ANY ((ARRAY['case'::character varying, 'follow_up'::character varying])::text[]))) OR (case_id IS NOT NULL))),
    CONSTRAINT wechat_settled_has_time CHECK (((((state)::text = 'waiting'::text) OR (settled_at IS NOT NULL)) AND (1 = (
CASE
    WHEN ((state)::text = 'waiting'::text) THEN 1
    ELSE 0
END +
CASE
    WHEN (settled_at IS NOT NULL) THEN 1
    ELSE 0
END))))
);

CREATE TABLE public.channels_wechatthread (
    id uuid NOT NULL,
    account character varying(64) NOT NULL,
    openid bytea NOT NULL,
    openid_blind character varying(20) NOT NULL,
    case_id uuid,
    heard_at timestamp with time zone NOT NULL
);

CREATE TABLE public.clocks_alarm (
    id uuid NOT NULL,
    owner_kind character varying(16) NOT NULL,
    owner_id uuid NOT NULL,
    place smallint NOT NULL,
    is_breach boolean NOT NULL,
    tell character varying(16) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    fired_at timestamp with time zone NOT NULL,
    carried_at timestamp with time zone,
    seen_at timestamp with time zone,
    seen_by_id uuid,
    clock_id uuid NOT NULL,
    CONSTRAINT alarm_seen_after_fired CHECK (((seen_at IS NULL) OR (seen_at >= fired_at))),
    CONSTRAINT clocks_alarm_place_check CHECK ((place >= 0))
);

CREATE TABLE public.clocks_clock (
    id uuid NOT NULL,
    owner_kind character varying(16) NOT NULL,
    owner_id uuid NOT NULL,
    rule_code character varying(48) NOT NULL,
    pack character varying(48) NOT NULL,
    rule_version character varying(160) NOT NULL,
    calendar_version character varying(64) NOT NULL,
    facts jsonb NOT NULL,
    started_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    step smallint NOT NULL,
    paused boolean NOT NULL,
    provisional boolean NOT NULL,
    state character varying(12) NOT NULL,
    met_at timestamp with time zone,
    next_alarm_at timestamp with time zone,
    warned smallint NOT NULL,
    breached_at timestamp with time zone,
    breach_kind character varying(8) NOT NULL,
    CONSTRAINT clock_breach_kind CHECK (((breach_kind)::text = ANY ((ARRAY['law'::character varying, 'house'::character varying])::text[]))),
    CONSTRAINT clock_due_unless_paused CHECK ((((due_at IS NULL) AND paused) OR ((due_at IS NOT NULL) AND (NOT paused)))),
    CONSTRAINT clock_ended_has_time CHECK ((((met_at IS NULL) AND ((state)::text = 'running'::text)) OR ((NOT ((state)::text = 'running'::text)) AND (met_at IS NOT NULL) AND (next_alarm_at IS NULL)))),
    CONSTRAINT clock_ends_after_start CHECK (((met_at IS NULL) OR (met_at >= started_at))),
    CONSTRAINT clocks_clock_step_check CHECK ((step >= 0)),
    CONSTRAINT clocks_clock_warned_check CHECK ((warned >= 0))
);

CREATE TABLE public.clocks_clockevent (
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    at timestamp with time zone NOT NULL,
    until timestamp with time zone,
    ref character varying(64) NOT NULL,
    reason character varying(300) NOT NULL,
    proof character varying(64) NOT NULL,
    by_label character varying(120) NOT NULL,
    clock_id uuid NOT NULL,
    CONSTRAINT clock_event_kind CHECK (((kind)::text = ANY ((ARRAY['extend'::character varying, 'pause'::character varying, 'resume'::character varying, 'restart'::character varying, 'agree'::character varying])::text[]))),
    CONSTRAINT clock_event_until CHECK (((((kind)::text = 'agree'::text) AND (until IS NOT NULL)) OR ((NOT ((kind)::text = 'agree'::text)) AND (until IS NULL))))
);

CREATE TABLE public.clocks_promise (
    id uuid NOT NULL,
    owner_kind character varying(16) NOT NULL,
    owner_id uuid NOT NULL,
    text character varying(300) NOT NULL,
    person_id uuid,
    due_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by_label character varying(120) NOT NULL,
    source character varying(8) NOT NULL,
    source_id uuid,
    task_id uuid,
    agreement character varying(300) NOT NULL,
    state character varying(10) NOT NULL,
    ended_at timestamp with time zone,
    ended_by_label character varying(120) NOT NULL,
    proof_evidence_id uuid,
    note character varying(300) NOT NULL,
    carried_reason character varying(300) NOT NULL,
    warned_at timestamp with time zone,
    broken_at timestamp with time zone,
    follows_id uuid,
    responsible_id uuid NOT NULL,
    CONSTRAINT promise_due_after_made CHECK ((due_at > made_at)),
    CONSTRAINT promise_ended_has_time CHECK ((((ended_at IS NULL) AND ((state)::text = 'open'::text)) OR ((NOT ((state)::text = 'open'::text)) AND (NOT (ended_at IS NULL))))),
    CONSTRAINT promise_source CHECK (((source)::text = ANY ((ARRAY['message'::character varying, 'call'::character varying, 'plan'::character varying, 'letter'::character varying, 'other'::character varying])::text[])))
);

CREATE TABLE public.clocks_task (
    id uuid NOT NULL,
    owner_kind character varying(16) NOT NULL,
    owner_id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    title character varying(200) NOT NULL,
    due_at timestamp with time zone,
    state character varying(12) NOT NULL,
    ref_id uuid,
    proof_evidence_id uuid,
    note character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by character varying(120) NOT NULL,
    ended_at timestamp with time zone,
    ended_by character varying(120) NOT NULL,
    assignee_id uuid,
    unit_id uuid,
    CONSTRAINT task_ended_has_time CHECK ((((ended_at IS NULL) AND ((state)::text = 'open'::text)) OR ((NOT ((state)::text = 'open'::text)) AND (ended_at IS NOT NULL)))),
    CONSTRAINT task_has_somebody CHECK (((assignee_id IS NOT NULL) OR (unit_id IS NOT NULL)))
);

CREATE TABLE public.complaints_approval (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    level character varying(2) NOT NULL,
    approved boolean NOT NULL,
    reason character varying(500) NOT NULL,
    at timestamp with time zone NOT NULL,
    approver_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    outlier_reason character varying(500) NOT NULL
);

CREATE TABLE public.complaints_assignment (
    id uuid NOT NULL,
    body jsonb NOT NULL,
    effective_from date NOT NULL,
    reason character varying(1000) NOT NULL,
    state character varying(12) NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    editors uuid[] NOT NULL,
    submitted_at timestamp with time zone,
    decided_at timestamp with time zone,
    decision character varying(1000) NOT NULL,
    created_by_id uuid NOT NULL,
    decided_by_id uuid,
    CONSTRAINT assignment_decided_has_time CHECK (((NOT ((state)::text = ANY ((ARRAY['approved'::character varying, 'rejected'::character varying])::text[]))) OR ((decided_at IS NOT NULL) AND (decided_by_id IS NOT NULL)))),
    CONSTRAINT complaints_assignment_version_check CHECK ((version >= 0))
);

CREATE TABLE public.complaints_assignmenttrial (
    id uuid NOT NULL,
    edition character varying(80) NOT NULL,
    body jsonb NOT NULL,
    day date NOT NULL,
    state character varying(8) NOT NULL,
    total integer NOT NULL,
    done integer NOT NULL,
    summary jsonb NOT NULL,
    fault character varying(500) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    assignment_id uuid NOT NULL,
    started_by_id uuid NOT NULL,
    CONSTRAINT complaints_assignmenttrial_done_check CHECK ((done >= 0)),
    CONSTRAINT complaints_assignmenttrial_total_check CHECK ((total >= 0))
);

CREATE TABLE public.complaints_assignmenttrialrow (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    was_id uuid,
    would_id uuid,
    differs boolean NOT NULL,
    why jsonb NOT NULL,
    trial_id uuid NOT NULL
);

CREATE TABLE public.complaints_complaint (
    case_id uuid NOT NULL,
    respondent_staff_no character varying(20) NOT NULL,
    happened_on date,
    face_to_face_count integer NOT NULL,
    joint_count integer NOT NULL,
    amount_claimed numeric(14,2),
    identity_checked_at timestamp with time zone,
    identity_check character varying(300) NOT NULL,
    accepted_at timestamp with time zone,
    major_plan_at timestamp with time zone,
    first_response_at timestamp with time zone,
    verdict character varying(12) NOT NULL,
    notified_at timestamp with time zone,
    executed_at timestamp with time zone,
    close_code character varying(24) NOT NULL,
    end_reason character varying(500) NOT NULL,
    state_before_end character varying(20) NOT NULL,
    taxonomy_version character varying(40) NOT NULL,
    round smallint NOT NULL,
    respondent_unit_id uuid,
    CONSTRAINT complaints_complaint_face_to_face_count_check CHECK ((face_to_face_count >= 0)),
    CONSTRAINT complaints_complaint_joint_count_check CHECK ((joint_count >= 0)),
    CONSTRAINT complaints_complaint_round_check CHECK ((round >= 0))
);

CREATE TABLE public.complaints_decision (
    id uuid NOT NULL,
    round smallint NOT NULL,
    version smallint NOT NULL,
    state character varying(8) NOT NULL,
    number character varying(40) NOT NULL,
    process text NOT NULL,
    facts text NOT NULL,
    grounds text NOT NULL,
    outcome text NOT NULL,
    follow_up text NOT NULL,
    answers jsonb NOT NULL,
    remedies character varying(16)[] NOT NULL,
    ways jsonb NOT NULL,
    letter_evidence_id uuid,
    drafted_at timestamp with time zone NOT NULL,
    drafted_by_label character varying(120) NOT NULL,
    issued_at timestamp with time zone,
    issued_by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    deciding_unit_id uuid NOT NULL,
    CONSTRAINT complaints_decision_round_check CHECK ((round >= 0)),
    CONSTRAINT complaints_decision_version_check CHECK ((version >= 0)),
    CONSTRAINT decision_issued_has_letter CHECK ((((state)::text = 'draft'::text) OR ((issued_at IS NOT NULL) AND (letter_evidence_id IS NOT NULL))))
);

CREATE TABLE public.complaints_demand (
    id uuid NOT NULL,
    number smallint NOT NULL,
    text character varying(500) NOT NULL,
    amount numeric(14,2),
    result character varying(12) NOT NULL,
    amount_granted numeric(14,2),
    result_text character varying(500) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT complaints_demand_number_check CHECK ((number >= 0)),
    CONSTRAINT demand_amount CHECK (((amount IS NULL) OR (amount >= (0)::numeric)))
);

CREATE TABLE public.complaints_escalation (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    "to" character varying(16) NOT NULL,
    body character varying(200) NOT NULL,
    external_ref character varying(80) NOT NULL,
    due_on date,
    answered_at timestamp with time zone,
    answer text NOT NULL,
    proof_evidence_id uuid,
    ended_at timestamp with time zone,
    case_id uuid NOT NULL
);

CREATE TABLE public.complaints_extension (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    step smallint NOT NULL,
    reason character varying(500) NOT NULL,
    approver_level character varying(20) NOT NULL,
    approved_at timestamp with time zone,
    notice_id uuid,
    refused_at timestamp with time zone,
    refused_reason character varying(300) NOT NULL,
    effective_at timestamp with time zone,
    old_due_at timestamp with time zone,
    new_due_at timestamp with time zone,
    house_findings jsonb NOT NULL,
    approver_id uuid,
    case_id uuid NOT NULL,
    CONSTRAINT complaints_extension_step_check CHECK ((step >= 0)),
    CONSTRAINT extension_refused_or_effective CHECK (((refused_at IS NULL) OR (effective_at IS NULL)))
);

CREATE TABLE public.complaints_finding (
    id uuid NOT NULL,
    round smallint NOT NULL,
    version smallint NOT NULL,
    truth text NOT NULL,
    cause text NOT NULL,
    scope text NOT NULL,
    evidence_ids uuid[] NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    reviewed_at timestamp with time zone,
    reviewed_by_id uuid,
    reviewed_by_label character varying(120) NOT NULL,
    review_note character varying(500) NOT NULL,
    sent_back_at timestamp with time zone,
    case_id uuid NOT NULL,
    CONSTRAINT complaints_finding_round_check CHECK ((round >= 0)),
    CONSTRAINT complaints_finding_version_check CHECK ((version >= 0))
);

CREATE TABLE public.complaints_handback (
    id uuid NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    rows integer NOT NULL,
    CONSTRAINT complaints_handback_rows_check CHECK ((rows >= 0))
);

CREATE TABLE public.complaints_handbackrow (
    id uuid NOT NULL,
    place integer NOT NULL,
    facts jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    case_id uuid NOT NULL,
    hand_back_id uuid NOT NULL,
    CONSTRAINT complaints_handbackrow_place_check CHECK ((place >= 0))
);

CREATE TABLE public.complaints_held (
    id uuid NOT NULL,
    reason character varying(8) NOT NULL,
    skills character varying(32)[] NOT NULL,
    qualifications character varying(32)[] NOT NULL,
    held_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ending character varying(8) NOT NULL,
    case_id uuid NOT NULL,
    ended_by_id uuid,
    for_user_id uuid,
    unit_id uuid NOT NULL,
    CONSTRAINT held_ending CHECK ((((ended_at IS NULL) AND ((ending)::text = ''::text)) OR ((ended_at IS NOT NULL) AND (NOT ((ending)::text = ''::text)))))
);

CREATE TABLE public.complaints_label (
    id uuid NOT NULL,
    code character varying(8) NOT NULL,
    taxonomy_version character varying(40) NOT NULL,
    is_primary boolean NOT NULL,
    confidence smallint NOT NULL,
    reason character varying(300) NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by_label character varying(120) NOT NULL,
    removed_at timestamp with time zone,
    removed_by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT complaints_label_confidence_check CHECK ((confidence >= 0)),
    CONSTRAINT label_confidence CHECK ((confidence <= 100))
);

CREATE TABLE public.complaints_liability (
    id uuid NOT NULL,
    round smallint NOT NULL,
    version smallint NOT NULL,
    party character varying(120) NOT NULL,
    party_kind character varying(20) NOT NULL,
    share smallint NOT NULL,
    verdict character varying(12) NOT NULL,
    within_insurer boolean NOT NULL,
    clause character varying(300) NOT NULL,
    legal_ground text NOT NULL,
    contract_ground text NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT complaints_liability_round_check CHECK ((round >= 0)),
    CONSTRAINT complaints_liability_share_check CHECK ((share >= 0)),
    CONSTRAINT complaints_liability_version_check CHECK ((version >= 0)),
    CONSTRAINT liability_share CHECK (((share >= 0) AND (share <= 100)))
);

CREATE TABLE public.complaints_mediation (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    body character varying(200) NOT NULL,
    external_ref character varying(80) NOT NULL,
    complainant_proof_id uuid,
    complainant_agreed_at timestamp with time zone,
    insurer_agreed_at timestamp with time zone,
    suspension_id uuid,
    ended_at timestamp with time zone,
    result character varying(16) NOT NULL,
    result_text character varying(500) NOT NULL,
    case_id uuid NOT NULL
);

CREATE TABLE public.complaints_merge (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    into_case_id uuid NOT NULL,
    reason character varying(500) NOT NULL,
    ties character varying(12)[] NOT NULL,
    new_facts boolean NOT NULL,
    material_received_at timestamp with time zone,
    notice_id uuid,
    undone_at timestamp with time zone,
    undone_by_label character varying(120) NOT NULL,
    undone_reason character varying(300) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT merge_new_facts_have_time CHECK (((NOT new_facts) OR (material_received_at IS NOT NULL))),
    CONSTRAINT merge_not_into_itself CHECK ((NOT (case_id = into_case_id)))
);

CREATE TABLE public.complaints_notice (
    id uuid NOT NULL,
    kind character varying(24) NOT NULL,
    method character varying(12) NOT NULL,
    decision_id uuid,
    address bytea NOT NULL,
    text text NOT NULL,
    letter_evidence_id uuid,
    sent_at timestamp with time zone,
    reached boolean,
    received_at timestamp with time zone,
    proof character varying(500) NOT NULL,
    proof_evidence_id uuid,
    outgoing_id uuid,
    failed_at timestamp with time zone,
    failure character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT notice_sent_or_failed CHECK (((sent_at IS NULL) OR (failed_at IS NULL)))
);

CREATE TABLE public.complaints_payment (
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    amount numeric(14,2) NOT NULL,
    paid_at timestamp with time zone NOT NULL,
    reference character varying(80) NOT NULL,
    proof_evidence_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    CONSTRAINT payment_amount CHECK ((amount > (0)::numeric))
);

CREATE TABLE public.complaints_plan (
    id uuid NOT NULL,
    round smallint NOT NULL,
    version smallint NOT NULL,
    compensation numeric(14,2) NOT NULL,
    ex_gratia numeric(14,2) NOT NULL,
    compensation_text character varying(500) NOT NULL,
    improvement text NOT NULL,
    process text NOT NULL,
    state character varying(12) NOT NULL,
    level character varying(2) NOT NULL,
    rule_version character varying(160) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    case_id uuid NOT NULL,
    proposed_by_id uuid,
    CONSTRAINT complaints_plan_round_check CHECK ((round >= 0)),
    CONSTRAINT complaints_plan_version_check CHECK ((version >= 0)),
    CONSTRAINT plan_compensation CHECK ((compensation >= (0)::numeric)),
    CONSTRAINT plan_ex_gratia CHECK (((ex_gratia >= (0)::numeric) AND (ex_gratia <= compensation)))
);

CREATE TABLE public.complaints_radargroup (
    id uuid NOT NULL,
    state character varying(10) NOT NULL,
    is_shown boolean NOT NULL,
    cases integer NOT NULL,
    customers integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    grew_at timestamp with time zone NOT NULL,
    terms character varying(80) NOT NULL,
    reason character varying(500) NOT NULL,
    decided_at timestamp with time zone,
    decided_by_label character varying(120) NOT NULL,
    joined_to uuid,
    CONSTRAINT complaints_radargroup_cases_check CHECK ((cases >= 0)),
    CONSTRAINT complaints_radargroup_customers_check CHECK ((customers >= 0)),
    CONSTRAINT radar_decided_has_time CHECK (((((state)::text = ANY ((ARRAY['open'::character varying, 'joined'::character varying])::text[])) OR (decided_at IS NOT NULL)) AND (1 = (
CASE
    WHEN ((state)::text = ANY ((ARRAY['open'::character varying, 'joined'::character varying])::text[])) THEN 1
    ELSE 0
END +
CASE
    WHEN (decided_at IS NOT NULL) THEN 1
    ELSE 0
END)))),
    CONSTRAINT radar_joined_has_target CHECK (((((state)::text = 'joined'::text) OR (joined_to IS NULL)) AND (1 = (
CASE
    WHEN ((state)::text = 'joined'::text) THEN 1
    ELSE 0
END +
CASE
    WHEN (joined_to IS NULL) THEN 1
    ELSE 0
END))))
);

CREATE TABLE public.complaints_radarlink (
    id uuid NOT NULL,
    one_id uuid NOT NULL,
    other_id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    strength smallint NOT NULL,
    words bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    group_id uuid NOT NULL,
    CONSTRAINT complaints_radarlink_strength_check CHECK ((strength >= 0)),
    CONSTRAINT radar_link_in_order CHECK ((one_id < other_id))
);

CREATE TABLE public.complaints_radarmember (
    case_id uuid NOT NULL,
    customer character varying(40) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    group_id uuid NOT NULL
);

CREATE TABLE public.complaints_radarread (
    case_id uuid NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.complaints_rectification (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    problem character varying(500) NOT NULL,
    measure text NOT NULL,
    due_on date NOT NULL,
    proof text NOT NULL,
    proof_evidence_id uuid,
    done_at timestamp with time zone,
    done_by_id uuid,
    verified_at timestamp with time zone,
    verified_by_label character varying(120) NOT NULL,
    verify_note character varying(500) NOT NULL,
    case_id uuid NOT NULL,
    responsible_id uuid NOT NULL,
    unit_id uuid NOT NULL
);

CREATE TABLE public.complaints_reopening (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    reason character varying(500) NOT NULL,
    ground character varying(20) NOT NULL,
    material_received_at timestamp with time zone NOT NULL,
    evidence_ids uuid[] NOT NULL,
    round smallint NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT complaints_reopening_round_check CHECK ((round >= 0))
);

CREATE TABLE public.complaints_reroute (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    to_kind character varying(20) NOT NULL,
    to_case_id uuid NOT NULL,
    reason character varying(500) NOT NULL,
    notice_id uuid,
    case_id uuid NOT NULL
);

CREATE TABLE public.complaints_review (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    decision_id uuid NOT NULL,
    state character varying(12) NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    grounds text NOT NULL,
    decision_received_at timestamp with time zone,
    admission character varying(8) NOT NULL,
    evidence_ids uuid[] NOT NULL,
    task_id uuid,
    process_finding text NOT NULL,
    timing_finding text NOT NULL,
    outcome_finding text NOT NULL,
    verdict character varying(12) NOT NULL,
    conclusion text NOT NULL,
    answers jsonb NOT NULL,
    decided_at timestamp with time zone,
    notified_at timestamp with time zone,
    letter_evidence_id uuid,
    notice_id uuid,
    refused_reason character varying(500) NOT NULL,
    case_id uuid NOT NULL,
    reviewer_id uuid,
    reviewing_unit_id uuid NOT NULL
);

CREATE TABLE public.complaints_riskassessment (
    id uuid NOT NULL,
    round smallint NOT NULL,
    internal_audit boolean NOT NULL,
    internal_audit_reason character varying(500) NOT NULL,
    regulator boolean NOT NULL,
    regulator_reason character varying(500) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT complaints_riskassessment_round_check CHECK ((round >= 0))
);

CREATE TABLE public.complaints_satisfaction (
    id uuid NOT NULL,
    round smallint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    method character varying(12) NOT NULL,
    answered_at timestamp with time zone,
    score smallint,
    words text NOT NULL,
    refused boolean NOT NULL,
    unreachable boolean NOT NULL,
    recorded_by_label character varying(120) NOT NULL,
    recorded_by_handler boolean NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT complaints_satisfaction_round_check CHECK ((round >= 0)),
    CONSTRAINT complaints_satisfaction_score_check CHECK ((score >= 0)),
    CONSTRAINT satisfaction_one_answer CHECK (((score IS NULL) OR ((NOT refused) AND (NOT unreachable)))),
    CONSTRAINT satisfaction_score CHECK (((score IS NULL) OR ((score >= 1) AND (score <= 5))))
);

CREATE TABLE public.complaints_sourcecheck (
    id uuid NOT NULL,
    round smallint NOT NULL,
    source character varying(20) NOT NULL,
    plan character varying(500) NOT NULL,
    state character varying(16) NOT NULL,
    result text NOT NULL,
    evidence_ids uuid[] NOT NULL,
    at timestamp with time zone NOT NULL,
    by_label character varying(120) NOT NULL,
    finished_at timestamp with time zone,
    finished_by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT complaints_sourcecheck_round_check CHECK ((round >= 0)),
    CONSTRAINT source_check_finished CHECK ((((state)::text = 'open'::text) OR (finished_at IS NOT NULL)))
);

CREATE TABLE public.complaints_suggestion (
    case_id uuid NOT NULL,
    code character varying(8) NOT NULL,
    codes jsonb NOT NULL,
    because jsonb NOT NULL,
    abstained boolean NOT NULL,
    made_at timestamp with time zone NOT NULL,
    model_id uuid,
    CONSTRAINT suggestion_says_something CHECK ((abstained OR (NOT ((code)::text = ''::text))))
);

CREATE TABLE public.complaints_suspension (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    ground character varying(16) NOT NULL,
    body character varying(200) NOT NULL,
    reason character varying(500) NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone,
    pause_notice_id uuid,
    resume_notice_id uuid,
    result character varying(500) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT suspension_order CHECK (((to_at IS NULL) OR (to_at >= from_at)))
);

CREATE TABLE public.complaints_textmodel (
    id uuid NOT NULL,
    name character varying(40) NOT NULL,
    version character varying(40) NOT NULL,
    place character varying(80) NOT NULL,
    card jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by_label character varying(120) NOT NULL,
    reason character varying(300) NOT NULL
);

CREATE TABLE public.complaints_toldoutcome (
    case_id uuid NOT NULL,
    told_at timestamp with time zone NOT NULL,
    channel character varying(16) NOT NULL,
    age character varying(8) NOT NULL,
    verdict character varying(12) NOT NULL,
    share integer,
    days integer NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT complaints_toldoutcome_days_check CHECK ((days >= 0)),
    CONSTRAINT complaints_toldoutcome_share_check CHECK ((share >= 0))
);

CREATE TABLE public.complaints_withdrawal (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    state character varying(8) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    signed_evidence_id uuid,
    signed_how character varying(120) NOT NULL,
    reason character varying(500) NOT NULL,
    pressure_denied boolean NOT NULL,
    pressure_words text NOT NULL,
    task_id uuid,
    notice_id uuid,
    case_id uuid NOT NULL,
    CONSTRAINT withdrawal_without_pressure CHECK (((NOT ((state)::text = 'done'::text)) OR pressure_denied))
);

CREATE TABLE public.customers_claim (
    id uuid NOT NULL,
    source character varying(20) NOT NULL,
    number character varying(64) NOT NULL,
    line character varying(20) NOT NULL,
    cover character varying(20) NOT NULL,
    is_small boolean NOT NULL,
    is_complex boolean NOT NULL,
    handler_no character varying(20) NOT NULL,
    handler_name character varying(60) NOT NULL,
    decision character varying(10) NOT NULL,
    claimed numeric(14,2),
    paid numeric(14,2),
    decide_by date,
    pay_by date,
    contract_clause character varying(64) NOT NULL,
    stage character varying(16) NOT NULL,
    is_open boolean NOT NULL,
    asked_again smallint NOT NULL,
    breaches smallint NOT NULL,
    due_at timestamp with time zone,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    policy_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT claim_contract_has_clause CHECK ((((decide_by IS NULL) AND (pay_by IS NULL)) OR (NOT ((contract_clause)::text = ''::text)))),
    CONSTRAINT customers_claim_asked_again_check CHECK ((asked_again >= 0)),
    CONSTRAINT customers_claim_breaches_check CHECK ((breaches >= 0)),
    CONSTRAINT customers_claim_version_check CHECK ((version >= 0))
);

CREATE TABLE public.customers_claimmilestone (
    id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    key character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    claim_id uuid NOT NULL
);

CREATE TABLE public.customers_consent (
    id uuid NOT NULL,
    purpose character varying(12) NOT NULL,
    source character varying(12) NOT NULL,
    proof character varying(200) NOT NULL,
    given_at timestamp with time zone NOT NULL,
    expires_on date,
    withdrawn_at timestamp with time zone,
    withdrawn_source character varying(12) NOT NULL,
    party_id uuid NOT NULL,
    CONSTRAINT consent_order CHECK (((withdrawn_at IS NULL) OR (withdrawn_at >= given_at)))
);

CREATE TABLE public.customers_corelink (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    source character varying(20) NOT NULL,
    key character varying(64) NOT NULL,
    object_id uuid NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    digest character varying(32) NOT NULL,
    taken_at timestamp with time zone NOT NULL
);

CREATE TABLE public.customers_identity (
    id uuid NOT NULL,
    other_id uuid NOT NULL,
    verdict character varying(10) NOT NULL,
    score smallint NOT NULL,
    grounds character varying(24)[] NOT NULL,
    reason character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    undone_at timestamp with time zone,
    undone_by_label character varying(120) NOT NULL,
    undone_reason character varying(300) NOT NULL,
    party_id uuid NOT NULL,
    CONSTRAINT customers_identity_score_check CHECK ((score >= 0)),
    CONSTRAINT identity_order CHECK ((party_id < other_id)),
    CONSTRAINT identity_score CHECK ((score <= 100))
);

CREATE TABLE public.customers_lifestage (
    id uuid NOT NULL,
    stage character varying(10) NOT NULL,
    because character varying(16) NOT NULL,
    rules character varying(64) NOT NULL,
    from_on date NOT NULL,
    to_on date,
    party_id uuid NOT NULL,
    CONSTRAINT life_stage_order CHECK (((to_on IS NULL) OR (to_on >= from_on)))
);

CREATE TABLE public.customers_measured (
    party_id uuid NOT NULL,
    faults character varying(32)[] NOT NULL,
    broken character varying(10)[] NOT NULL,
    at timestamp with time zone NOT NULL,
    unit_id uuid NOT NULL
);

CREATE TABLE public.customers_measureround (
    name character varying(16) NOT NULL,
    after uuid,
    began_at timestamp with time zone NOT NULL,
    rounds integer NOT NULL,
    CONSTRAINT customers_measureround_rounds_check CHECK ((rounds >= 0))
);

CREATE TABLE public.customers_party (
    id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    name bytea NOT NULL,
    name_blind character varying(20) NOT NULL,
    name_pairs character varying(20)[] NOT NULL,
    certificate_kind character varying(20) NOT NULL,
    certificate_no bytea NOT NULL,
    certificate_blind character varying(20) NOT NULL,
    phone bytea NOT NULL,
    phone_blind character varying(20) NOT NULL,
    email bytea NOT NULL,
    email_blind character varying(20) NOT NULL,
    address bytea NOT NULL,
    born_on bytea NOT NULL,
    vulnerabilities character varying(20)[] NOT NULL,
    external_ref character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    verified_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT customers_party_version_check CHECK ((version >= 0))
);

CREATE TABLE public.customers_partychange (
    id uuid NOT NULL,
    field character varying(24) NOT NULL,
    before bytea NOT NULL,
    after bytea NOT NULL,
    reason character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    by_label character varying(120) NOT NULL,
    party_id uuid NOT NULL
);

CREATE TABLE public.customers_partytie (
    id uuid NOT NULL,
    other_id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    note character varying(200) NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone,
    party_id uuid NOT NULL,
    CONSTRAINT party_tie_two CHECK ((NOT (party_id = other_id)))
);

CREATE TABLE public.customers_policy (
    id uuid NOT NULL,
    number character varying(40) NOT NULL,
    insured_name bytea NOT NULL,
    product_code character varying(20) NOT NULL,
    product_name character varying(80) NOT NULL,
    line character varying(20) NOT NULL,
    sales_channel character varying(20) NOT NULL,
    seller_no character varying(20) NOT NULL,
    seller_name character varying(60) NOT NULL,
    signed_on date,
    starts_on date NOT NULL,
    ends_on date,
    hesitation_ends_on date,
    premium numeric(14,2) NOT NULL,
    status character varying(16) NOT NULL,
    holder_id uuid NOT NULL,
    unit_id uuid NOT NULL
);

CREATE TABLE public.customers_policypart (
    id uuid NOT NULL,
    party_id uuid NOT NULL,
    role character varying(16) NOT NULL,
    authority character varying(200) NOT NULL,
    from_on date NOT NULL,
    to_on date,
    policy_id uuid NOT NULL,
    CONSTRAINT policy_part_order CHECK (((to_on IS NULL) OR (to_on >= from_on)))
);

CREATE TABLE public.customers_policytally (
    key character varying(32) NOT NULL,
    product_code character varying(20) NOT NULL,
    signed_on date NOT NULL,
    policies integer NOT NULL,
    counted_on date NOT NULL,
    CONSTRAINT customers_policytally_policies_check CHECK ((policies >= 0))
);

CREATE TABLE public.customers_qualityfigure (
    id uuid NOT NULL,
    principle character varying(10) NOT NULL,
    kept integer NOT NULL,
    broken integer NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT quality_never_negative CHECK (((broken >= 0) AND (kept >= 0)))
);

CREATE TABLE public.customers_termsshown (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    paths character varying(20)[] NOT NULL,
    digest character varying(64) NOT NULL,
    all_exclusions boolean NOT NULL,
    method character varying(8) NOT NULL,
    shown_at timestamp with time zone NOT NULL,
    understood character varying(10) NOT NULL,
    understood_at timestamp with time zone,
    words bytea NOT NULL,
    policy_number character varying(40) NOT NULL,
    application_no character varying(40) NOT NULL,
    seller_no character varying(20) NOT NULL,
    proof character varying(200) NOT NULL,
    proof_hash character varying(64) NOT NULL,
    key character varying(80),
    recorded_at timestamp with time zone NOT NULL,
    by_label character varying(120) NOT NULL,
    party_id uuid,
    terms_id uuid NOT NULL,
    CONSTRAINT terms_shown_then_recorded CHECK ((recorded_at >= shown_at)),
    CONSTRAINT terms_shown_then_understood CHECK (((((understood)::text = 'not'::text) AND (understood_at IS NULL)) OR ((NOT ((understood)::text = 'not'::text)) AND (understood_at >= shown_at)))),
    CONSTRAINT terms_shown_to_somebody CHECK (((NOT ((policy_number)::text = ''::text)) OR (NOT ((application_no)::text = ''::text))))
);

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);

CREATE TABLE public.handbook_calendarversion (
    id uuid NOT NULL,
    code character varying(16) NOT NULL,
    year smallint NOT NULL,
    notice character varying(500) NOT NULL,
    days jsonb NOT NULL,
    based_on character varying(64) NOT NULL,
    state character varying(12) NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    editors uuid[] NOT NULL,
    decided_at timestamp with time zone,
    decision character varying(1000) NOT NULL,
    calendar_version character varying(64) NOT NULL,
    merged jsonb NOT NULL,
    first_year smallint,
    last_year smallint,
    created_by_id uuid NOT NULL,
    decided_by_id uuid,
    CONSTRAINT calendar_published_is_whole CHECK (((NOT ((state)::text = 'approved'::text)) OR ((decided_at IS NOT NULL) AND (NOT ((calendar_version)::text = ''::text))))),
    CONSTRAINT handbook_calendarversion_first_year_check CHECK ((first_year >= 0)),
    CONSTRAINT handbook_calendarversion_last_year_check CHECK ((last_year >= 0)),
    CONSTRAINT handbook_calendarversion_version_check CHECK ((version >= 0)),
    CONSTRAINT handbook_calendarversion_year_check CHECK ((year >= 0))
);

CREATE TABLE public.handbook_replay (
    id uuid NOT NULL,
    ground character varying(64) NOT NULL,
    body jsonb NOT NULL,
    since timestamp with time zone NOT NULL,
    open_only boolean NOT NULL,
    state character varying(12) NOT NULL,
    phase character varying(8) NOT NULL,
    cursor uuid,
    total integer NOT NULL,
    done integer NOT NULL,
    summary jsonb NOT NULL,
    fault character varying(500) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    beat_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    started_by_id uuid NOT NULL,
    draft_id uuid NOT NULL,
    CONSTRAINT handbook_replay_done_check CHECK ((done >= 0)),
    CONSTRAINT handbook_replay_total_check CHECK ((total >= 0))
);

CREATE TABLE public.handbook_replayrow (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    clock_id uuid,
    unit_id uuid NOT NULL,
    change character varying(8) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    old_due_at timestamp with time zone,
    new_due_at timestamp with time zone,
    old_broken boolean,
    new_broken boolean,
    replay_id uuid NOT NULL
);

CREATE TABLE public.handbook_ruledraft (
    id uuid NOT NULL,
    code character varying(48) NOT NULL,
    pack character varying(48) NOT NULL,
    based_on character varying(160) NOT NULL,
    ends boolean NOT NULL,
    body jsonb NOT NULL,
    effective_from date NOT NULL,
    reason character varying(1000) NOT NULL,
    examples jsonb NOT NULL,
    checked jsonb NOT NULL,
    state character varying(12) NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    editors uuid[] NOT NULL,
    submitted_at timestamp with time zone,
    decided_at timestamp with time zone,
    decision character varying(1000) NOT NULL,
    created_by_id uuid NOT NULL,
    decided_by_id uuid,
    CONSTRAINT handbook_ruledraft_version_check CHECK ((version >= 0)),
    CONSTRAINT rule_draft_decided_has_time CHECK ((((decided_at IS NOT NULL) AND ((state)::text = ANY ((ARRAY['approved'::character varying, 'rejected'::character varying])::text[]))) OR (NOT ((state)::text = ANY ((ARRAY['approved'::character varying, 'rejected'::character varying])::text[])))))
);

CREATE TABLE public.handbook_ruleversion (
    id uuid NOT NULL,
    code character varying(48) NOT NULL,
    pack character varying(48) NOT NULL,
    version character varying(160) NOT NULL,
    ends boolean NOT NULL,
    body jsonb NOT NULL,
    effective_from date NOT NULL,
    published_at timestamp with time zone NOT NULL,
    approved_by_id uuid NOT NULL,
    draft_id uuid NOT NULL
);

CREATE TABLE public.handbook_unitpack (
    id uuid NOT NULL,
    pack character varying(48) NOT NULL,
    since date NOT NULL,
    until date,
    unit_id uuid NOT NULL,
    CONSTRAINT unit_pack_in_order CHECK (((until IS NULL) OR (until >= since)))
);

CREATE TABLE public.insights_figure (
    id uuid NOT NULL,
    month date NOT NULL,
    kept integer NOT NULL,
    broken integer NOT NULL,
    open integer NOT NULL,
    total bigint NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    unit_id uuid NOT NULL,
    series_id integer NOT NULL,
    CONSTRAINT figure_never_negative CHECK (((broken >= 0) AND (kept >= 0) AND (open >= 0)))
);

CREATE TABLE public.insights_progress (
    name character varying(16) NOT NULL,
    seen_until timestamp with time zone NOT NULL,
    ripe_until timestamp with time zone NOT NULL,
    signature character varying(64) NOT NULL,
    redo_after uuid,
    computed_at timestamp with time zone NOT NULL
);

CREATE TABLE public.insights_series (
    number integer NOT NULL,
    metric character varying(80) NOT NULL,
    version smallint NOT NULL,
    CONSTRAINT insights_series_number_check CHECK ((number >= 0)),
    CONSTRAINT insights_series_version_check CHECK ((version >= 0))
);

CREATE TABLE public.insights_tally (
    case_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    marks integer[] NOT NULL,
    amounts bigint[] NOT NULL
);

CREATE TABLE public.knowledge_article (
    id uuid NOT NULL,
    key character varying(40) NOT NULL,
    topic character varying(12) NOT NULL,
    line character varying(12) NOT NULL,
    product_code character varying(40) NOT NULL,
    audience character varying(8) NOT NULL,
    roles character varying(20)[] NOT NULL,
    made_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    keeper_id uuid NOT NULL,
    made_by_id uuid NOT NULL,
    CONSTRAINT article_roles_for_roles_only CHECK (((((audience)::text = 'role'::text) OR (roles = '{}'::character varying(20)[])) AND (1 = (
CASE
    WHEN ((audience)::text = 'role'::text) THEN 1
    ELSE 0
END +
CASE
    WHEN (roles = '{}'::character varying(20)[]) THEN 1
    ELSE 0
END))))
);

CREATE TABLE public.knowledge_articleversion (
    id uuid NOT NULL,
    number integer NOT NULL,
    title character varying(120) NOT NULL,
    title_en character varying(160) NOT NULL,
    questions character varying(200)[] NOT NULL,
    text_zh text NOT NULL,
    text_en text NOT NULL,
    from_on date NOT NULL,
    until_on date,
    review_on date NOT NULL,
    reviewed_at timestamp with time zone,
    state character varying(10) NOT NULL,
    advice jsonb NOT NULL,
    written_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    reason character varying(300) NOT NULL,
    vector tsvector NOT NULL,
    article_id uuid NOT NULL,
    decided_by_id uuid,
    written_by_id uuid NOT NULL,
    CONSTRAINT article_version_decided_has_time CHECK ((((decided_at IS NULL) AND ((state)::text = 'submitted'::text)) OR ((NOT ((state)::text = 'submitted'::text)) AND (decided_at IS NOT NULL)))),
    CONSTRAINT knowledge_articleversion_number_check CHECK ((number >= 0))
);

CREATE TABLE public.knowledge_gap (
    id uuid NOT NULL,
    sample bytea NOT NULL,
    terms character varying(64)[] NOT NULL,
    count integer NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    decided_at timestamp with time zone,
    article_id uuid,
    decided_by_id uuid,
    CONSTRAINT knowledge_gap_count_check CHECK ((count >= 0))
);

CREATE TABLE public.knowledge_question (
    id uuid NOT NULL,
    text bytea NOT NULL,
    digest character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    "on" date NOT NULL,
    "where" character varying(12) NOT NULL,
    audience character varying(8) NOT NULL,
    roles character varying(20)[] NOT NULL,
    engine character varying(24) NOT NULL,
    verdict character varying(8) NOT NULL,
    found jsonb NOT NULL,
    gap_id uuid
);

CREATE TABLE public.knowledge_use (
    id uuid NOT NULL,
    "where" character varying(12) NOT NULL,
    at timestamp with time zone NOT NULL,
    case_id uuid,
    by_label character varying(120) NOT NULL,
    is_helpful boolean,
    reason character varying(300) NOT NULL,
    version_id uuid NOT NULL
);

CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);

ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);

CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;

CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;

CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);

CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;

CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_lookback (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    case_number character varying(20) NOT NULL,
    title character varying(120) NOT NULL,
    cause character varying(1000) NOT NULL,
    seller_no character varying(20) NOT NULL,
    product_code character varying(20) NOT NULL,
    line character varying(20) NOT NULL,
    sales_channel character varying(20) NOT NULL,
    signed_from date NOT NULL,
    signed_to date NOT NULL,
    due_on date NOT NULL,
    began_at timestamp with time zone NOT NULL,
    size integer NOT NULL,
    open_count integer NOT NULL,
    ended_at timestamp with time zone,
    result character varying(2000) NOT NULL,
    lead_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT lookback_count CHECK ((open_count <= size)),
    CONSTRAINT lookback_ended_is_done CHECK (((ended_at IS NULL) OR (open_count = 0))),
    CONSTRAINT quality_lookback_open_count_check CHECK ((open_count >= 0)),
    CONSTRAINT quality_lookback_size_check CHECK ((size >= 0))
);

CREATE TABLE public.quality_reached (
    id uuid NOT NULL,
    policy_id uuid NOT NULL,
    party_id uuid NOT NULL,
    state character varying(12) NOT NULL,
    tried smallint NOT NULL,
    tried_at timestamp with time zone,
    amount numeric(14,2),
    note bytea NOT NULL,
    case_id uuid,
    ended_at timestamp with time zone,
    by_label character varying(120) NOT NULL,
    lookback_id uuid NOT NULL,
    CONSTRAINT quality_reached_tried_check CHECK ((tried >= 0)),
    CONSTRAINT reached_ended_has_time CHECK (((((state)::text = 'open'::text) OR (ended_at IS NOT NULL)) AND (1 = (
CASE
    WHEN ((state)::text = 'open'::text) THEN 1
    ELSE 0
END +
CASE
    WHEN (ended_at IS NOT NULL) THEN 1
    ELSE 0
END))))
);

CREATE TABLE public.service_handover (
    id uuid NOT NULL,
    reason character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_label character varying(120) NOT NULL,
    taken_at timestamp with time zone,
    given_back_at timestamp with time zone,
    given_back_why character varying(300) NOT NULL,
    case_id uuid NOT NULL,
    to_id uuid NOT NULL
);

CREATE TABLE public.service_papersasked (
    id uuid NOT NULL,
    number smallint NOT NULL,
    items character varying(200)[] NOT NULL,
    reason character varying(300) NOT NULL,
    message_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_label character varying(120) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT service_papersasked_number_check CHECK ((number >= 0))
);

CREATE TABLE public.service_request (
    case_id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    state character varying(16) NOT NULL,
    topic character varying(12) NOT NULL,
    no_preliminary character varying(300) NOT NULL,
    responded_at timestamp with time zone,
    identity_checked_at timestamp with time zone,
    identity_check character varying(300) NOT NULL,
    papers_complete_at timestamp with time zone,
    accepted_at timestamp with time zone,
    processed_at timestamp with time zone,
    processed text NOT NULL,
    answered_at timestamp with time zone,
    answers smallint NOT NULL,
    closed_at timestamp with time zone,
    outcome character varying(12) NOT NULL,
    end_reason character varying(500) NOT NULL,
    skipped jsonb NOT NULL,
    CONSTRAINT service_request_answers_check CHECK ((answers >= 0))
);

CREATE TABLE public.service_returnvisit (
    id uuid NOT NULL,
    policy_id uuid NOT NULL,
    party_id uuid NOT NULL,
    due_on date NOT NULL,
    tried smallint NOT NULL,
    ended_at timestamp with time zone,
    outcome character varying(8) NOT NULL,
    answers jsonb NOT NULL,
    note character varying(500) NOT NULL,
    by_label character varying(120) NOT NULL,
    case_id uuid,
    unit_id uuid NOT NULL,
    CONSTRAINT service_returnvisit_tried_check CHECK ((tried >= 0))
);

CREATE TABLE public.socialaccount_socialaccount (
    id integer NOT NULL,
    provider character varying(200) NOT NULL,
    uid character varying(191) NOT NULL,
    last_login timestamp with time zone NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    extra_data jsonb NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE public.socialaccount_socialaccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialaccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.socialaccount_socialapp (
    id integer NOT NULL,
    provider character varying(30) NOT NULL,
    name character varying(40) NOT NULL,
    client_id character varying(191) NOT NULL,
    secret character varying(191) NOT NULL,
    key character varying(191) NOT NULL,
    provider_id character varying(200) NOT NULL,
    settings jsonb NOT NULL
);

ALTER TABLE public.socialaccount_socialapp ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialapp_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.socialaccount_socialtoken (
    id integer NOT NULL,
    token text NOT NULL,
    token_secret text NOT NULL,
    expires_at timestamp with time zone,
    account_id integer NOT NULL,
    app_id integer
);

ALTER TABLE public.socialaccount_socialtoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialtoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.usersessions_usersession (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip inet NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    session_key character varying(40) NOT NULL,
    user_agent character varying(200) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE public.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usersessions_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_absence
    ADD CONSTRAINT accounts_absence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_apitoken
    ADD CONSTRAINT accounts_apitoken_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_apitoken
    ADD CONSTRAINT accounts_apitoken_secret_hash_key UNIQUE (secret_hash);

ALTER TABLE ONLY public.accounts_competence
    ADD CONSTRAINT accounts_competence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_idempotencykey
    ADD CONSTRAINT accounts_idempotencykey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_relation
    ADD CONSTRAINT accounts_relation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_reportingline
    ADD CONSTRAINT accounts_reportingline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_rolepolicy
    ADD CONSTRAINT accounts_rolepolicy_pkey PRIMARY KEY (role);

ALTER TABLE ONLY public.accounts_sharedtry
    ADD CONSTRAINT accounts_sharedtry_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.accounts_signinlink
    ADD CONSTRAINT accounts_signinlink_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_signinlink
    ADD CONSTRAINT accounts_signinlink_secret_hash_key UNIQUE (secret_hash);

ALTER TABLE ONLY public.accounts_unit
    ADD CONSTRAINT accounts_unit_code_key UNIQUE (code);

ALTER TABLE ONLY public.accounts_unit
    ADD CONSTRAINT accounts_unit_path_key UNIQUE (path);

ALTER TABLE ONLY public.accounts_unit
    ADD CONSTRAINT accounts_unit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_email_key UNIQUE (email);

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_employee_no_key UNIQUE (employee_no);

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_workterms
    ADD CONSTRAINT accounts_workterms_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.clocks_alarm
    ADD CONSTRAINT alarm_once UNIQUE (clock_id, due_at, place);

ALTER TABLE ONLY public.knowledge_articleversion
    ADD CONSTRAINT article_version_number UNIQUE (article_id, number);

ALTER TABLE ONLY public.assistant_assistanttalk
    ADD CONSTRAINT assistant_assistanttalk_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assistant_assistantturn
    ADD CONSTRAINT assistant_assistantturn_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assistant_assistantturn
    ADD CONSTRAINT assistant_turn_number UNIQUE (talk_id, number);

ALTER TABLE ONLY public.audit_access
    ADD CONSTRAINT audit_access_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_accessbatch
    ADD CONSTRAINT audit_accessbatch_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.audit_bucket
    ADD CONSTRAINT audit_bucket_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.audit_checkpoint
    ADD CONSTRAINT audit_checkpoint_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.audit_dossier
    ADD CONSTRAINT audit_dossier_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_chain UNIQUE (aggregate_kind, aggregate_id, seq);

ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_leaf
    ADD CONSTRAINT audit_leaf_once UNIQUE (bucket, kind, aggregate_id, number);

ALTER TABLE ONLY public.audit_leaf
    ADD CONSTRAINT audit_leaf_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_proofrun
    ADD CONSTRAINT audit_proofrun_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_sealed
    ADD CONSTRAINT audit_sealed_pkey PRIMARY KEY (entry_id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_bookentry
    ADD CONSTRAINT book_entry_place UNIQUE (unit_id, volume, page, line);

ALTER TABLE ONLY public.cases_bulkrow
    ADD CONSTRAINT bulk_row_once UNIQUE (run_id, case_id);

ALTER TABLE ONLY public.cases_bulkrow
    ADD CONSTRAINT bulk_row_place UNIQUE (run_id, place);

ALTER TABLE ONLY public.cases_casecheck
    ADD CONSTRAINT case_check_once UNIQUE (case_id, round, list_code, line);

ALTER TABLE ONLY public.cases_casetag
    ADD CONSTRAINT case_tag_once UNIQUE (case_id, tag_id);

ALTER TABLE ONLY public.cases_bookentry
    ADD CONSTRAINT cases_bookentry_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.cases_bulkrow
    ADD CONSTRAINT cases_bulkrow_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_bulkrun
    ADD CONSTRAINT cases_bulkrun_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_casecheck
    ADD CONSTRAINT cases_casecheck_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_caselink
    ADD CONSTRAINT cases_caselink_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_casesearch
    ADD CONSTRAINT cases_casesearch_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.cases_casetag
    ADD CONSTRAINT cases_casetag_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_chat
    ADD CONSTRAINT cases_chat_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.cases_chatsite
    ADD CONSTRAINT cases_chatsite_key_key UNIQUE (key);

ALTER TABLE ONLY public.cases_chatsite
    ADD CONSTRAINT cases_chatsite_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_checklistversion
    ADD CONSTRAINT cases_checklistversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_citedclause
    ADD CONSTRAINT cases_citedclause_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_custody
    ADD CONSTRAINT cases_custody_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_draft
    ADD CONSTRAINT cases_draft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_evidence
    ADD CONSTRAINT cases_evidence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_feedplace
    ADD CONSTRAINT cases_feedplace_pkey PRIMARY KEY (reader);

ALTER TABLE ONLY public.cases_fieldvalue
    ADD CONSTRAINT cases_fieldvalue_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_fieldversion
    ADD CONSTRAINT cases_fieldversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_filetext
    ADD CONSTRAINT cases_filetext_pkey PRIMARY KEY (evidence_id);

ALTER TABLE ONLY public.cases_fingerprint
    ADD CONSTRAINT cases_fingerprint_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.cases_letter
    ADD CONSTRAINT cases_letter_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.cases_letterpage
    ADD CONSTRAINT cases_letterpage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_loadrun
    ADD CONSTRAINT cases_loadrun_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_macro
    ADD CONSTRAINT cases_macro_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_mention
    ADD CONSTRAINT cases_mention_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_message
    ADD CONSTRAINT cases_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_messagemove
    ADD CONSTRAINT cases_messagemove_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_note
    ADD CONSTRAINT cases_note_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_notification
    ADD CONSTRAINT cases_notification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_notificationchoice
    ADD CONSTRAINT cases_notificationchoice_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.cases_openload
    ADD CONSTRAINT cases_openload_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_ownership
    ADD CONSTRAINT cases_ownership_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_participation
    ADD CONSTRAINT cases_participation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_person
    ADD CONSTRAINT cases_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_presence
    ADD CONSTRAINT cases_presence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_quarantine
    ADD CONSTRAINT cases_quarantine_evidence_id_key UNIQUE (evidence_id);

ALTER TABLE ONLY public.cases_quarantine
    ADD CONSTRAINT cases_quarantine_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_recentsearch
    ADD CONSTRAINT cases_recentsearch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_recusal
    ADD CONSTRAINT cases_recusal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_registry
    ADD CONSTRAINT cases_registry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_savedview
    ADD CONSTRAINT cases_savedview_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_tag
    ADD CONSTRAINT cases_tag_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_tagfreedom
    ADD CONSTRAINT cases_tagfreedom_pkey PRIMARY KEY (unit_id);

ALTER TABLE ONLY public.cases_tally
    ADD CONSTRAINT cases_tally_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_template
    ADD CONSTRAINT cases_template_key_key UNIQUE (key);

ALTER TABLE ONLY public.cases_template
    ADD CONSTRAINT cases_template_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_templateuse
    ADD CONSTRAINT cases_templateuse_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_templateversion
    ADD CONSTRAINT cases_templateversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_viewplace
    ADD CONSTRAINT cases_viewplace_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_watch
    ADD CONSTRAINT cases_watch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalog_clause
    ADD CONSTRAINT catalog_clause_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalog_product
    ADD CONSTRAINT catalog_product_code_key UNIQUE (code);

ALTER TABLE ONLY public.catalog_product
    ADD CONSTRAINT catalog_product_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalog_productproof
    ADD CONSTRAINT catalog_productproof_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalog_terms
    ADD CONSTRAINT catalog_terms_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_call
    ADD CONSTRAINT channels_call_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_call
    ADD CONSTRAINT channels_call_reference_key UNIQUE (reference);

ALTER TABLE ONLY public.channels_callback
    ADD CONSTRAINT channels_callback_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_mailbox
    ADD CONSTRAINT channels_mailbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_mailday
    ADD CONSTRAINT channels_mailday_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_outgoing
    ADD CONSTRAINT channels_outgoing_message_id_key UNIQUE (message_id);

ALTER TABLE ONLY public.channels_outgoing
    ADD CONSTRAINT channels_outgoing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_rawmessage
    ADD CONSTRAINT channels_rawmessage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_smsday
    ADD CONSTRAINT channels_smsday_day_key UNIQUE (day);

ALTER TABLE ONLY public.channels_smsday
    ADD CONSTRAINT channels_smsday_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_smsmessage
    ADD CONSTRAINT channels_smsmessage_key_key UNIQUE (key);

ALTER TABLE ONLY public.channels_smsmessage
    ADD CONSTRAINT channels_smsmessage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_smsstop
    ADD CONSTRAINT channels_smsstop_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_webhook
    ADD CONSTRAINT channels_webhook_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_webhookmessage
    ADD CONSTRAINT channels_webhookmessage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_wechatmessage
    ADD CONSTRAINT channels_wechatmessage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_wechatthread
    ADD CONSTRAINT channels_wechatthread_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_checklistversion
    ADD CONSTRAINT checklist_version_once UNIQUE (code, version);

ALTER TABLE ONLY public.customers_claimmilestone
    ADD CONSTRAINT claim_milestone_once UNIQUE (claim_id, kind, key);

ALTER TABLE ONLY public.customers_claim
    ADD CONSTRAINT claim_once UNIQUE (source, number);

ALTER TABLE ONLY public.catalog_clause
    ADD CONSTRAINT clause_path UNIQUE (terms_id, path);

ALTER TABLE ONLY public.catalog_clause
    ADD CONSTRAINT clause_place UNIQUE (terms_id, place);

ALTER TABLE ONLY public.clocks_alarm
    ADD CONSTRAINT clocks_alarm_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.clocks_clock
    ADD CONSTRAINT clocks_clock_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.clocks_clockevent
    ADD CONSTRAINT clocks_clockevent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.clocks_promise
    ADD CONSTRAINT clocks_promise_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.clocks_task
    ADD CONSTRAINT clocks_task_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_approval
    ADD CONSTRAINT complaints_approval_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_assignment
    ADD CONSTRAINT complaints_assignment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_assignmenttrial
    ADD CONSTRAINT complaints_assignmenttrial_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_assignmenttrialrow
    ADD CONSTRAINT complaints_assignmenttrialrow_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_complaint
    ADD CONSTRAINT complaints_complaint_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.complaints_decision
    ADD CONSTRAINT complaints_decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_demand
    ADD CONSTRAINT complaints_demand_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_escalation
    ADD CONSTRAINT complaints_escalation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_extension
    ADD CONSTRAINT complaints_extension_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_finding
    ADD CONSTRAINT complaints_finding_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_handback
    ADD CONSTRAINT complaints_handback_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_handbackrow
    ADD CONSTRAINT complaints_handbackrow_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_held
    ADD CONSTRAINT complaints_held_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_label
    ADD CONSTRAINT complaints_label_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_liability
    ADD CONSTRAINT complaints_liability_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_mediation
    ADD CONSTRAINT complaints_mediation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_merge
    ADD CONSTRAINT complaints_merge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_notice
    ADD CONSTRAINT complaints_notice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_payment
    ADD CONSTRAINT complaints_payment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_payment
    ADD CONSTRAINT complaints_payment_task_id_key UNIQUE (task_id);

ALTER TABLE ONLY public.complaints_plan
    ADD CONSTRAINT complaints_plan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_radargroup
    ADD CONSTRAINT complaints_radargroup_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_radarlink
    ADD CONSTRAINT complaints_radarlink_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_radarmember
    ADD CONSTRAINT complaints_radarmember_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.complaints_radarread
    ADD CONSTRAINT complaints_radarread_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.complaints_rectification
    ADD CONSTRAINT complaints_rectification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_reopening
    ADD CONSTRAINT complaints_reopening_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_reroute
    ADD CONSTRAINT complaints_reroute_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_review
    ADD CONSTRAINT complaints_review_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_riskassessment
    ADD CONSTRAINT complaints_riskassessment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_satisfaction
    ADD CONSTRAINT complaints_satisfaction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_sourcecheck
    ADD CONSTRAINT complaints_sourcecheck_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_suggestion
    ADD CONSTRAINT complaints_suggestion_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.complaints_suspension
    ADD CONSTRAINT complaints_suspension_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_textmodel
    ADD CONSTRAINT complaints_textmodel_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_toldoutcome
    ADD CONSTRAINT complaints_toldoutcome_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.complaints_withdrawal
    ADD CONSTRAINT complaints_withdrawal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_corelink
    ADD CONSTRAINT core_link_once UNIQUE (kind, source, key);

ALTER TABLE ONLY public.customers_claim
    ADD CONSTRAINT customers_claim_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_claimmilestone
    ADD CONSTRAINT customers_claimmilestone_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_consent
    ADD CONSTRAINT customers_consent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_corelink
    ADD CONSTRAINT customers_corelink_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_identity
    ADD CONSTRAINT customers_identity_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_lifestage
    ADD CONSTRAINT customers_lifestage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_measured
    ADD CONSTRAINT customers_measured_pkey PRIMARY KEY (party_id);

ALTER TABLE ONLY public.customers_measureround
    ADD CONSTRAINT customers_measureround_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.customers_party
    ADD CONSTRAINT customers_party_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_partychange
    ADD CONSTRAINT customers_partychange_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_partytie
    ADD CONSTRAINT customers_partytie_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_policy
    ADD CONSTRAINT customers_policy_number_key UNIQUE (number);

ALTER TABLE ONLY public.customers_policy
    ADD CONSTRAINT customers_policy_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_policypart
    ADD CONSTRAINT customers_policypart_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_policytally
    ADD CONSTRAINT customers_policytally_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.customers_qualityfigure
    ADD CONSTRAINT customers_qualityfigure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_termsshown
    ADD CONSTRAINT customers_termsshown_key_key UNIQUE (key);

ALTER TABLE ONLY public.customers_termsshown
    ADD CONSTRAINT customers_termsshown_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_decision
    ADD CONSTRAINT decision_version UNIQUE (case_id, version);

ALTER TABLE ONLY public.complaints_demand
    ADD CONSTRAINT demand_number UNIQUE (case_id, number);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY public.cases_draft
    ADD CONSTRAINT draft_once UNIQUE NULLS NOT DISTINCT (user_id, case_id, place, slot);

ALTER TABLE ONLY public.cases_evidence
    ADD CONSTRAINT evidence_number UNIQUE (case_id, number);

ALTER TABLE ONLY public.cases_fieldvalue
    ADD CONSTRAINT field_value_once UNIQUE (case_id, key);

ALTER TABLE ONLY public.cases_fieldversion
    ADD CONSTRAINT field_version_once UNIQUE (key, version);

ALTER TABLE ONLY public.insights_figure
    ADD CONSTRAINT figure_once UNIQUE (series_id, month, unit_id);

ALTER TABLE ONLY public.complaints_finding
    ADD CONSTRAINT finding_version UNIQUE (case_id, version);

ALTER TABLE ONLY public.complaints_handbackrow
    ADD CONSTRAINT hand_back_case_once UNIQUE (hand_back_id, case_id);

ALTER TABLE ONLY public.handbook_calendarversion
    ADD CONSTRAINT handbook_calendarversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.handbook_replay
    ADD CONSTRAINT handbook_replay_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.handbook_replayrow
    ADD CONSTRAINT handbook_replayrow_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.handbook_ruledraft
    ADD CONSTRAINT handbook_ruledraft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.handbook_ruleversion
    ADD CONSTRAINT handbook_ruleversion_draft_id_key UNIQUE (draft_id);

ALTER TABLE ONLY public.handbook_ruleversion
    ADD CONSTRAINT handbook_ruleversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.handbook_ruleversion
    ADD CONSTRAINT handbook_ruleversion_version_key UNIQUE (version);

ALTER TABLE ONLY public.handbook_unitpack
    ADD CONSTRAINT handbook_unitpack_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_idempotencykey
    ADD CONSTRAINT idempotency_key_once UNIQUE (token_id, key);

ALTER TABLE ONLY public.insights_figure
    ADD CONSTRAINT insights_figure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.insights_progress
    ADD CONSTRAINT insights_progress_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.insights_series
    ADD CONSTRAINT insights_series_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.insights_tally
    ADD CONSTRAINT insights_tally_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_key_key UNIQUE (key);

ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_articleversion
    ADD CONSTRAINT knowledge_articleversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_gap
    ADD CONSTRAINT knowledge_gap_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_question
    ADD CONSTRAINT knowledge_question_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_use
    ADD CONSTRAINT knowledge_use_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_letterpage
    ADD CONSTRAINT letter_page_once UNIQUE (letter_id, number);

ALTER TABLE ONLY public.cases_macro
    ADD CONSTRAINT macro_name_once UNIQUE (unit_id, name);

ALTER TABLE ONLY public.channels_mailday
    ADD CONSTRAINT mail_day_once UNIQUE (day, mailbox_id);

ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT membership_once UNIQUE (user_id, role, unit_id);

ALTER TABLE ONLY public.cases_mention
    ADD CONSTRAINT mention_once UNIQUE (note_id, user_id);

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_notification
    ADD CONSTRAINT notification_once UNIQUE (user_id, key);

ALTER TABLE ONLY public.cases_openload
    ADD CONSTRAINT open_load_once UNIQUE (run_id, unit_id, person_id, age);

ALTER TABLE ONLY public.service_papersasked
    ADD CONSTRAINT papers_asked_number UNIQUE (case_id, number);

ALTER TABLE ONLY public.complaints_plan
    ADD CONSTRAINT plan_version UNIQUE (case_id, version);

ALTER TABLE ONLY public.customers_policytally
    ADD CONSTRAINT policy_tally_once UNIQUE (product_code, signed_on);

ALTER TABLE ONLY public.cases_presence
    ADD CONSTRAINT presence_once UNIQUE (case_id, user_id, slot);

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);

ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers_qualityfigure
    ADD CONSTRAINT quality_figure_once UNIQUE (unit_id, principle);

ALTER TABLE ONLY public.quality_lookback
    ADD CONSTRAINT quality_lookback_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_reached
    ADD CONSTRAINT quality_reached_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_radarlink
    ADD CONSTRAINT radar_link_once UNIQUE (one_id, other_id, kind);

ALTER TABLE ONLY public.channels_rawmessage
    ADD CONSTRAINT raw_message_once UNIQUE (mailbox_id, key);

ALTER TABLE ONLY public.quality_reached
    ADD CONSTRAINT reached_once UNIQUE (lookback_id, policy_id);

ALTER TABLE ONLY public.cases_recentsearch
    ADD CONSTRAINT recent_search_once UNIQUE (user_id, text_blind);

ALTER TABLE ONLY public.cases_registry
    ADD CONSTRAINT registry_once UNIQUE (kind, key);

ALTER TABLE ONLY public.complaints_reopening
    ADD CONSTRAINT reopening_round UNIQUE (case_id, round);

ALTER TABLE ONLY public.handbook_ruleversion
    ADD CONSTRAINT rule_version_once_a_day UNIQUE (pack, code, effective_from);

ALTER TABLE ONLY public.complaints_satisfaction
    ADD CONSTRAINT satisfaction_once UNIQUE (case_id, round);

ALTER TABLE ONLY public.insights_series
    ADD CONSTRAINT series_once UNIQUE (metric, version);

ALTER TABLE ONLY public.service_handover
    ADD CONSTRAINT service_handover_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_papersasked
    ADD CONSTRAINT service_papersasked_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_request
    ADD CONSTRAINT service_request_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.service_returnvisit
    ADD CONSTRAINT service_returnvisit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_returnvisit
    ADD CONSTRAINT service_returnvisit_policy_id_key UNIQUE (policy_id);

ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_provider_uid_fc810c6e_uniq UNIQUE (provider, uid);

ALTER TABLE ONLY public.socialaccount_socialapp
    ADD CONSTRAINT socialaccount_socialapp_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_app_id_account_id_fca4e0ac_uniq UNIQUE (app_id, account_id);

ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.complaints_sourcecheck
    ADD CONSTRAINT source_check_once UNIQUE (case_id, round, source);

ALTER TABLE ONLY public.cases_tag
    ADD CONSTRAINT tag_once UNIQUE (key);

ALTER TABLE ONLY public.cases_templateversion
    ADD CONSTRAINT template_version_number UNIQUE (template_id, number);

ALTER TABLE ONLY public.catalog_terms
    ADD CONSTRAINT terms_number UNIQUE (product_id, number);

ALTER TABLE ONLY public.complaints_textmodel
    ADD CONSTRAINT text_model_once UNIQUE (name, version);

ALTER TABLE ONLY public.handbook_unitpack
    ADD CONSTRAINT unit_pack_once UNIQUE (unit_id, pack, since);

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);

ALTER TABLE ONLY public.cases_viewplace
    ADD CONSTRAINT view_place_once UNIQUE (user_id, view_id);

ALTER TABLE ONLY public.cases_watch
    ADD CONSTRAINT watch_once UNIQUE (case_id, user_id);

ALTER TABLE ONLY public.channels_webhookmessage
    ADD CONSTRAINT webhook_message_once UNIQUE (webhook_id, event_id);

ALTER TABLE ONLY public.channels_wechatmessage
    ADD CONSTRAINT wechat_message_once UNIQUE (thread_id, key);

ALTER TABLE ONLY public.channels_wechatthread
    ADD CONSTRAINT wechat_thread_once UNIQUE (account, openid_blind);

CREATE INDEX absence_of_user ON public.accounts_absence USING btree (user_id, from_at DESC);

CREATE INDEX absence_open ON public.accounts_absence USING btree (from_at) WHERE (ended_at IS NULL);

CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);

CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);

CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);

CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);

CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);

CREATE INDEX accounts_absence_deputy_id_8bd37464 ON public.accounts_absence USING btree (deputy_id);

CREATE INDEX accounts_absence_user_id_e7d6d597 ON public.accounts_absence USING btree (user_id);

CREATE INDEX accounts_apitoken_created_by_id_eaf61c5d ON public.accounts_apitoken USING btree (created_by_id);

CREATE INDEX accounts_apitoken_secret_hash_63c2abbe_like ON public.accounts_apitoken USING btree (secret_hash varchar_pattern_ops);

CREATE INDEX accounts_apitoken_user_id_bbee13e0 ON public.accounts_apitoken USING btree (user_id);

CREATE INDEX accounts_competence_user_id_a9aad95c ON public.accounts_competence USING btree (user_id);

CREATE INDEX accounts_idempotencykey_token_id_cae0bc10 ON public.accounts_idempotencykey USING btree (token_id);

CREATE INDEX accounts_membership_unit_id_7180f6e8 ON public.accounts_membership USING btree (unit_id);

CREATE INDEX accounts_membership_user_id_487fb39e ON public.accounts_membership USING btree (user_id);

CREATE INDEX accounts_relation_ended_by_id_9b26141c ON public.accounts_relation USING btree (ended_by_id);

CREATE INDEX accounts_relation_to_user_id_a3e23858 ON public.accounts_relation USING btree (to_user_id);

CREATE INDEX accounts_relation_user_id_c1b68312 ON public.accounts_relation USING btree (user_id);

CREATE INDEX accounts_reportingline_manager_id_a8378b32 ON public.accounts_reportingline USING btree (manager_id);

CREATE INDEX accounts_reportingline_user_id_f733d159 ON public.accounts_reportingline USING btree (user_id);

CREATE INDEX accounts_rolepolicy_role_117174be_like ON public.accounts_rolepolicy USING btree (role varchar_pattern_ops);

CREATE INDEX accounts_sharedtry_key_4ddccf8a_like ON public.accounts_sharedtry USING btree (key varchar_pattern_ops);

CREATE INDEX accounts_signinlink_secret_hash_a7c1eece_like ON public.accounts_signinlink USING btree (secret_hash varchar_pattern_ops);

CREATE INDEX accounts_signinlink_user_id_a6b02f6b ON public.accounts_signinlink USING btree (user_id);

CREATE INDEX accounts_unit_code_f5541520_like ON public.accounts_unit USING btree (code varchar_pattern_ops);

CREATE INDEX accounts_unit_duty_user_id_c910c4e8 ON public.accounts_unit USING btree (duty_user_id);

CREATE INDEX accounts_unit_parent_id_2488f696 ON public.accounts_unit USING btree (parent_id);

CREATE INDEX accounts_unit_path_5b6f5926_like ON public.accounts_unit USING btree (path varchar_pattern_ops);

CREATE INDEX accounts_user_email_b2644a56_like ON public.accounts_user USING btree (email varchar_pattern_ops);

CREATE INDEX accounts_user_employee_no_d3e7a8d1_like ON public.accounts_user USING btree (employee_no varchar_pattern_ops);

CREATE INDEX accounts_user_unit_id_262e264e ON public.accounts_user USING btree (unit_id);

CREATE INDEX alarm_owner ON public.clocks_alarm USING btree (owner_kind, owner_id);

CREATE INDEX alarm_to_carry ON public.clocks_alarm USING btree (owner_kind, id) WHERE (carried_at IS NULL);

CREATE INDEX alarm_unseen_tell ON public.clocks_alarm USING btree (tell, fired_at DESC, id DESC) WHERE (seen_at IS NULL);

CREATE INDEX article_to_review ON public.knowledge_articleversion USING btree (review_on) WHERE ((state)::text = 'approved'::text);

CREATE INDEX article_use_recent ON public.knowledge_use USING btree (version_id, at DESC, id DESC);

CREATE UNIQUE INDEX article_version_one_waits ON public.knowledge_articleversion USING btree (article_id) WHERE ((state)::text = 'submitted'::text);

CREATE INDEX article_version_vector ON public.knowledge_articleversion USING gin (vector);

CREATE UNIQUE INDEX assignment_once_a_day ON public.complaints_assignment USING btree (effective_from) WHERE ((state)::text = 'approved'::text);

CREATE INDEX assignment_recent ON public.complaints_assignment USING btree (changed_at DESC, id DESC);

CREATE INDEX assistant_assistanttalk_case_id_dc4dc04b ON public.assistant_assistanttalk USING btree (case_id);

CREATE INDEX assistant_assistantturn_talk_id_b3679515 ON public.assistant_assistantturn USING btree (talk_id);

CREATE INDEX assistant_talk_recent ON public.assistant_assistanttalk USING btree (began_at DESC, id DESC);

CREATE INDEX assistant_turn_recent ON public.assistant_assistantturn USING btree (at DESC, id DESC);

CREATE INDEX audit_access_by ON public.audit_access USING btree (actor_id, at DESC);

CREATE INDEX audit_access_of ON public.audit_access USING btree (aggregate_kind, aggregate_id, at DESC);

CREATE INDEX audit_access_recent ON public.audit_access USING btree (at DESC, id DESC);

CREATE INDEX audit_dossier_digest_abbb21f8 ON public.audit_dossier USING btree (digest);

CREATE INDEX audit_dossier_digest_abbb21f8_like ON public.audit_dossier USING btree (digest varchar_pattern_ops);

CREATE INDEX audit_dossier_of ON public.audit_dossier USING btree (aggregate_kind, aggregate_id, ordered_at DESC);

CREATE INDEX audit_dossier_over ON public.audit_dossier USING btree (expires_at) WHERE ((state)::text = 'ready'::text);

CREATE INDEX audit_entry_feed ON public.audit_entry USING btree (xact, id) WHERE ((aggregate_kind)::text = 'case'::text);

CREATE INDEX audit_entry_feed_records ON public.audit_entry USING btree (xact, id) WHERE ((aggregate_kind)::text = ANY ((ARRAY['customer'::character varying, 'claim'::character varying])::text[]));

CREATE INDEX audit_entry_recent ON public.audit_entry USING btree (written_at DESC);

CREATE INDEX audit_proof_recent ON public.audit_proofrun USING btree (kind, started_at DESC);

CREATE INDEX audit_sealed_aggregate_id_02cea62d ON public.audit_sealed USING btree (aggregate_id);

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);

CREATE INDEX book_entry_month ON public.cases_bookentry USING btree (unit_id, written_on, case_id);

CREATE INDEX bulk_of_user ON public.cases_bulkrun USING btree (user_id, created_at DESC);

CREATE INDEX calendar_recent ON public.handbook_calendarversion USING btree (changed_at DESC, id DESC);

CREATE INDEX call_back_due ON public.channels_callback USING btree (due_at, id) WHERE ((state)::text = 'open'::text);

CREATE INDEX call_back_ended ON public.channels_callback USING btree (unit_id, ended_at);

CREATE INDEX call_back_mine ON public.channels_callback USING btree (owner_id, due_at, id) WHERE ((state)::text = 'open'::text);

CREATE UNIQUE INDEX call_back_one_open ON public.channels_callback USING btree (number_blind) WHERE ((state)::text = 'open'::text);

CREATE INDEX call_back_unit ON public.channels_callback USING btree (unit_id, due_at, id) WHERE ((state)::text = 'open'::text);

CREATE INDEX call_newest ON public.channels_call USING btree (began_at DESC, id DESC);

CREATE INDEX call_of_agent ON public.channels_call USING btree (agent_id, began_at DESC, id DESC);

CREATE INDEX call_of_case ON public.channels_call USING btree (case_id, began_at DESC);

CREATE INDEX call_of_customer ON public.channels_call USING btree (party_id, began_at DESC);

CREATE INDEX call_of_number ON public.channels_call USING btree (number_blind, began_at DESC);

CREATE INDEX call_of_unit ON public.channels_call USING btree (unit_id, began_at DESC, id DESC);

CREATE INDEX case_ended_of_class ON public.cases_case USING btree (code, received_at DESC, id DESC) WHERE ((NOT is_open) AND (NOT ((code)::text = ''::text)));

CREATE INDEX case_ended_of_line ON public.cases_case USING btree (line, received_at DESC, id DESC) WHERE ((NOT is_open) AND (NOT ((line)::text = ''::text)));

CREATE INDEX case_link_from ON public.cases_caselink USING btree (case_id, at);

CREATE UNIQUE INDEX case_link_once ON public.cases_caselink USING btree (case_id, other_id, kind) WHERE (removed_at IS NULL);

CREATE UNIQUE INDEX case_link_one_parent ON public.cases_caselink USING btree (case_id) WHERE (((kind)::text = 'child_of'::text) AND (removed_at IS NULL));

CREATE INDEX case_link_to ON public.cases_caselink USING btree (other_id, kind);

CREATE INDEX case_number ON public.cases_case USING btree (number);

CREATE INDEX case_of_tag ON public.cases_casetag USING btree (tag_id, case_id);

CREATE INDEX case_policy_number ON public.cases_case USING btree (policy_number) WHERE (NOT ((policy_number)::text = ''::text));

CREATE INDEX case_queue ON public.cases_case USING btree (next_due_at, id) WHERE is_open;

CREATE INDEX case_queue_owner ON public.cases_case USING btree (owner_id, next_due_at, id) WHERE is_open;

CREATE INDEX case_queue_registered ON public.cases_case USING btree (registered_by_id, next_due_at, id) WHERE is_open;

CREATE INDEX case_queue_state ON public.cases_case USING btree (state, next_due_at, id) WHERE is_open;

CREATE INDEX case_queue_unit ON public.cases_case USING btree (unit_id, next_due_at, id) WHERE is_open;

CREATE INDEX case_recent ON public.cases_case USING btree (received_at DESC, id DESC);

CREATE INDEX case_recent_owner ON public.cases_case USING btree (owner_id, received_at DESC, id DESC);

CREATE INDEX case_recent_registered ON public.cases_case USING btree (registered_by_id, received_at DESC, id DESC);

CREATE INDEX case_recent_unit ON public.cases_case USING btree (unit_id, received_at DESC, id DESC);

CREATE INDEX case_search_recent ON public.cases_casesearch USING btree (received_at DESC, case_id DESC);

CREATE INDEX case_search_vector ON public.cases_casesearch USING gin (vector) WITH (fastupdate='on');

CREATE INDEX case_to_archive ON public.cases_case USING btree (state_since) WHERE ((state)::text = ANY ((ARRAY['closed'::character varying, 'withdrawn'::character varying])::text[]));

CREATE INDEX cases_bulkrow_case_id_243586bb ON public.cases_bulkrow USING btree (case_id);

CREATE INDEX cases_bulkrow_run_id_a14d6c3e ON public.cases_bulkrow USING btree (run_id);

CREATE INDEX cases_bulkrun_user_id_25eeb1c7 ON public.cases_bulkrun USING btree (user_id);

CREATE INDEX cases_case_customer_id_3e0cf925 ON public.cases_case USING btree (customer_id);

CREATE INDEX cases_case_policy_id_b97f56dc ON public.cases_case USING btree (policy_id);

CREATE INDEX cases_casecheck_list_id_3bdd40ae ON public.cases_casecheck USING btree (list_id);

CREATE INDEX cases_chat_agent_id_86d7907b ON public.cases_chat USING btree (agent_id);

CREATE INDEX cases_chat_site_id_d040473c ON public.cases_chat USING btree (site_id);

CREATE INDEX cases_chatsite_key_4e779a34_like ON public.cases_chatsite USING btree (key varchar_pattern_ops);

CREATE INDEX cases_chatsite_unit_id_dc211524 ON public.cases_chatsite USING btree (unit_id);

CREATE INDEX cases_custody_case_id_8b3b3c3e ON public.cases_custody USING btree (case_id);

CREATE INDEX cases_custody_evidence_id_9112b26c ON public.cases_custody USING btree (evidence_id);

CREATE INDEX cases_draft_case_id_2bc2a7d9 ON public.cases_draft USING btree (case_id);

CREATE INDEX cases_draft_user_id_61805eab ON public.cases_draft USING btree (user_id);

CREATE INDEX cases_evidence_case_id_afc863e7 ON public.cases_evidence USING btree (case_id);

CREATE INDEX cases_evidence_sha256_deab3b5b ON public.cases_evidence USING btree (sha256);

CREATE INDEX cases_evidence_sha256_deab3b5b_like ON public.cases_evidence USING btree (sha256 varchar_pattern_ops);

CREATE INDEX cases_feedplace_reader_e0c03dc6_like ON public.cases_feedplace USING btree (reader varchar_pattern_ops);

CREATE INDEX cases_fieldvalue_definition_id_17d70908 ON public.cases_fieldvalue USING btree (definition_id);

CREATE INDEX cases_filetext_case_id_ade5a72b ON public.cases_filetext USING btree (case_id);

CREATE INDEX cases_letterpage_evidence_id_c2691ffd ON public.cases_letterpage USING btree (evidence_id);

CREATE INDEX cases_letterpage_letter_id_b7ebe924 ON public.cases_letterpage USING btree (letter_id);

CREATE INDEX cases_loadrun_at_63efee34 ON public.cases_loadrun USING btree (at);

CREATE INDEX cases_macro_made_by_id_cf923921 ON public.cases_macro USING btree (made_by_id);

CREATE INDEX cases_macro_unit_id_de691b09 ON public.cases_macro USING btree (unit_id);

CREATE INDEX cases_mention_case_id_b9f1b3af ON public.cases_mention USING btree (case_id);

CREATE INDEX cases_mention_note_id_d152f119 ON public.cases_mention USING btree (note_id);

CREATE INDEX cases_mention_user_id_c79526ed ON public.cases_mention USING btree (user_id);

CREATE INDEX cases_message_case_id_544aca6d ON public.cases_message USING btree (case_id);

CREATE INDEX cases_messagemove_case_id_ac354eb5 ON public.cases_messagemove USING btree (case_id);

CREATE INDEX cases_messagemove_into_case_id_cba21158 ON public.cases_messagemove USING btree (into_case_id);

CREATE INDEX cases_messagemove_message_id_d72108e6 ON public.cases_messagemove USING btree (message_id);

CREATE INDEX cases_note_case_id_77ee1e2a ON public.cases_note USING btree (case_id);

CREATE INDEX cases_notification_case_id_1094e2c6 ON public.cases_notification USING btree (case_id);

CREATE INDEX cases_notification_user_id_b9224c7f ON public.cases_notification USING btree (user_id);

CREATE INDEX cases_openload_person_id_5db5d7cc ON public.cases_openload USING btree (person_id);

CREATE INDEX cases_openload_run_id_62ed9724 ON public.cases_openload USING btree (run_id);

CREATE INDEX cases_openload_unit_id_a9b5a2f1 ON public.cases_openload USING btree (unit_id);

CREATE INDEX cases_ownership_case_id_533bf479 ON public.cases_ownership USING btree (case_id);

CREATE INDEX cases_ownership_user_id_9f6b8962 ON public.cases_ownership USING btree (user_id);

CREATE INDEX cases_participation_case_id_3693d765 ON public.cases_participation USING btree (case_id);

CREATE INDEX cases_participation_user_id_cfeea4f2 ON public.cases_participation USING btree (user_id);

CREATE INDEX cases_person_case_id_f23bcf23 ON public.cases_person USING btree (case_id);

CREATE INDEX cases_person_certificate_blind_5d052c1d ON public.cases_person USING btree (certificate_blind);

CREATE INDEX cases_person_certificate_blind_5d052c1d_like ON public.cases_person USING btree (certificate_blind varchar_pattern_ops);

CREATE INDEX cases_person_party_id_71c13b80 ON public.cases_person USING btree (party_id);

CREATE INDEX cases_person_phone_blind_b90220df ON public.cases_person USING btree (phone_blind);

CREATE INDEX cases_person_phone_blind_b90220df_like ON public.cases_person USING btree (phone_blind varchar_pattern_ops);

CREATE INDEX cases_presence_case_id_c77eb096 ON public.cases_presence USING btree (case_id);

CREATE INDEX cases_presence_user_id_48152c09 ON public.cases_presence USING btree (user_id);

CREATE INDEX cases_quarantine_case_id_7ed7223d ON public.cases_quarantine USING btree (case_id);

CREATE INDEX cases_recentsearch_user_id_fbd8602f ON public.cases_recentsearch USING btree (user_id);

CREATE INDEX cases_recusal_case_id_609df095 ON public.cases_recusal USING btree (case_id);

CREATE INDEX cases_recusal_user_id_0e177bf3 ON public.cases_recusal USING btree (user_id);

CREATE INDEX cases_registry_case_id_05e707f5 ON public.cases_registry USING btree (case_id);

CREATE INDEX cases_savedview_owner_id_cffd84c8 ON public.cases_savedview USING btree (owner_id);

CREATE INDEX cases_savedview_unit_id_103b557f ON public.cases_savedview USING btree (unit_id);

CREATE INDEX cases_tag_merged_into_id_51d3b949 ON public.cases_tag USING btree (merged_into_id);

CREATE INDEX cases_tally_user_id_23980b1a ON public.cases_tally USING btree (user_id);

CREATE INDEX cases_template_key_a7425459_like ON public.cases_template USING btree (key varchar_pattern_ops);

CREATE INDEX cases_template_made_by_id_2ae248ac ON public.cases_template USING btree (made_by_id);

CREATE INDEX cases_template_unit_id_24ba0f7f ON public.cases_template USING btree (unit_id);

CREATE INDEX cases_templateuse_case_id_d7dd765c ON public.cases_templateuse USING btree (case_id);

CREATE INDEX cases_templateuse_message_id_c89bf2ce ON public.cases_templateuse USING btree (message_id);

CREATE INDEX cases_templateuse_note_id_c40f584c ON public.cases_templateuse USING btree (note_id);

CREATE INDEX cases_templateuse_version_id_659a9ca0 ON public.cases_templateuse USING btree (version_id);

CREATE INDEX cases_templateversion_decided_by_id_4231e32e ON public.cases_templateversion USING btree (decided_by_id);

CREATE INDEX cases_templateversion_template_id_ea7f9349 ON public.cases_templateversion USING btree (template_id);

CREATE INDEX cases_templateversion_written_by_id_371ce04b ON public.cases_templateversion USING btree (written_by_id);

CREATE INDEX cases_viewplace_user_id_a1d4a01f ON public.cases_viewplace USING btree (user_id);

CREATE INDEX cases_viewplace_view_id_9a6be9e7 ON public.cases_viewplace USING btree (view_id);

CREATE INDEX cases_watch_case_id_b7b7fcf4 ON public.cases_watch USING btree (case_id);

CREATE INDEX cases_watch_user_id_5010a56b ON public.cases_watch USING btree (user_id);

CREATE INDEX catalog_clause_terms_id_40d62309 ON public.catalog_clause USING btree (terms_id);

CREATE INDEX catalog_product_code_e2e89c4b_like ON public.catalog_product USING btree (code varchar_pattern_ops);

CREATE INDEX catalog_product_keeper_id_4b3c7abc ON public.catalog_product USING btree (keeper_id);

CREATE INDEX catalog_productproof_product_id_ff0c2741 ON public.catalog_productproof USING btree (product_id);

CREATE INDEX catalog_terms_decided_by_id_275e47cf ON public.catalog_terms USING btree (decided_by_id);

CREATE INDEX catalog_terms_product_id_368d41dd ON public.catalog_terms USING btree (product_id);

CREATE INDEX catalog_terms_written_by_id_5fc282e7 ON public.catalog_terms USING btree (written_by_id);

CREATE INDEX channels_call_reference_d4239814_like ON public.channels_call USING btree (reference varchar_pattern_ops);

CREATE INDEX channels_callback_call_id_2cc92369 ON public.channels_callback USING btree (call_id);

CREATE INDEX channels_mailbox_unit_id_be99eb76 ON public.channels_mailbox USING btree (unit_id);

CREATE INDEX channels_outgoing_message_id_8d64cb18_like ON public.channels_outgoing USING btree (message_id varchar_pattern_ops);

CREATE INDEX channels_rawmessage_case_id_8cd1ca9f ON public.channels_rawmessage USING btree (case_id);

CREATE INDEX channels_rawmessage_mailbox_id_86e35e3d ON public.channels_rawmessage USING btree (mailbox_id);

CREATE INDEX channels_rawmessage_sha256_4526c5a5 ON public.channels_rawmessage USING btree (sha256);

CREATE INDEX channels_rawmessage_sha256_4526c5a5_like ON public.channels_rawmessage USING btree (sha256 varchar_pattern_ops);

CREATE INDEX channels_smsmessage_case_id_39a97232 ON public.channels_smsmessage USING btree (case_id);

CREATE INDEX channels_smsmessage_key_89b77d35_like ON public.channels_smsmessage USING btree (key varchar_pattern_ops);

CREATE INDEX channels_webhook_user_id_a7cb752b ON public.channels_webhook USING btree (user_id);

CREATE INDEX channels_webhookmessage_webhook_id_9a92c310 ON public.channels_webhookmessage USING btree (webhook_id);

CREATE INDEX channels_wechatmessage_case_id_a05f46c3 ON public.channels_wechatmessage USING btree (case_id);

CREATE INDEX channels_wechatmessage_thread_id_4d9053d3 ON public.channels_wechatmessage USING btree (thread_id);

CREATE INDEX channels_wechatthread_case_id_284a4b63 ON public.channels_wechatthread USING btree (case_id);

CREATE INDEX chat_of_agent ON public.cases_chat USING btree (agent_id, said_at) WHERE ((state)::text = 'talking'::text);

CREATE INDEX chat_open ON public.cases_chat USING btree (seen_at) WHERE (NOT ((state)::text = 'ended'::text));

CREATE UNIQUE INDEX chat_site_name_once ON public.cases_chatsite USING btree (name) WHERE (removed_at IS NULL);

CREATE INDEX chat_waiting ON public.cases_chat USING btree (waiting_since, case_id) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX checklist_of_stage ON public.cases_checklistversion USING btree (stage, kind, from_at);

CREATE UNIQUE INDEX checklist_one_in_force ON public.cases_checklistversion USING btree (code) WHERE (until_at IS NULL);

CREATE INDEX cited_clause_disputed ON public.cases_citedclause USING btree (clause_id, received_on DESC, case_id) WHERE ((removed_at IS NULL) AND ((role)::text = 'disputed'::text));

CREATE INDEX cited_clause_of_year ON public.cases_citedclause USING btree (received_on, clause_id) WHERE ((removed_at IS NULL) AND ((role)::text = 'disputed'::text));

CREATE UNIQUE INDEX cited_clause_once ON public.cases_citedclause USING btree (case_id, clause_id, role) WHERE (removed_at IS NULL);

CREATE INDEX claim_due ON public.customers_claim USING btree (due_at, id) WHERE is_open;

CREATE INDEX claim_due_unit ON public.customers_claim USING btree (unit_id, due_at, id) WHERE is_open;

CREATE INDEX claim_of_policy ON public.customers_claim USING btree (policy_id);

CREATE INDEX clause_words ON public.catalog_clause USING gin (vector);

CREATE INDEX clock_alarm ON public.clocks_clock USING btree (next_alarm_at) WHERE ((next_alarm_at IS NOT NULL) AND ((state)::text = 'running'::text));

CREATE INDEX clock_event_order ON public.clocks_clockevent USING btree (clock_id, at, id);

CREATE UNIQUE INDEX clock_one_running_per_rule ON public.clocks_clock USING btree (owner_kind, owner_id, rule_code) WHERE ((state)::text = 'running'::text);

CREATE INDEX clock_owner ON public.clocks_clock USING btree (owner_kind, owner_id);

CREATE INDEX clock_provisional ON public.clocks_clock USING btree (calendar_version) WHERE (provisional AND ((state)::text = 'running'::text));

CREATE INDEX clocks_alarm_clock_id_912ea13e ON public.clocks_alarm USING btree (clock_id);

CREATE INDEX clocks_alarm_seen_by_id_eab05984 ON public.clocks_alarm USING btree (seen_by_id);

CREATE INDEX clocks_clockevent_clock_id_20dbed71 ON public.clocks_clockevent USING btree (clock_id);

CREATE INDEX clocks_promise_follows_id_056e0819 ON public.clocks_promise USING btree (follows_id);

CREATE INDEX clocks_promise_responsible_id_4a54f741 ON public.clocks_promise USING btree (responsible_id);

CREATE INDEX clocks_task_assignee_id_c6bb840b ON public.clocks_task USING btree (assignee_id);

CREATE INDEX clocks_task_unit_id_26b52897 ON public.clocks_task USING btree (unit_id);

CREATE INDEX competence_by_code ON public.accounts_competence USING btree (kind, code);

CREATE UNIQUE INDEX competence_once ON public.accounts_competence USING btree (user_id, kind, code, from_on) WHERE (revoked_on IS NULL);

CREATE INDEX complaint_about_staff ON public.complaints_complaint USING btree (respondent_staff_no);

CREATE INDEX complaints_approval_approver_id_ba8e7e1a ON public.complaints_approval USING btree (approver_id);

CREATE INDEX complaints_approval_case_id_48bc2518 ON public.complaints_approval USING btree (case_id);

CREATE INDEX complaints_approval_plan_id_113038e2 ON public.complaints_approval USING btree (plan_id);

CREATE INDEX complaints_assignment_created_by_id_9186e963 ON public.complaints_assignment USING btree (created_by_id);

CREATE INDEX complaints_assignment_decided_by_id_b0780277 ON public.complaints_assignment USING btree (decided_by_id);

CREATE INDEX complaints_assignmenttrial_assignment_id_83249c72 ON public.complaints_assignmenttrial USING btree (assignment_id);

CREATE INDEX complaints_assignmenttrial_started_by_id_80a23912 ON public.complaints_assignmenttrial USING btree (started_by_id);

CREATE INDEX complaints_assignmenttrialrow_trial_id_d7982888 ON public.complaints_assignmenttrialrow USING btree (trial_id);

CREATE INDEX complaints_complaint_respondent_unit_id_d454a2d4 ON public.complaints_complaint USING btree (respondent_unit_id);

CREATE INDEX complaints_decision_case_id_eac2a1a0 ON public.complaints_decision USING btree (case_id);

CREATE INDEX complaints_decision_deciding_unit_id_daea62fb ON public.complaints_decision USING btree (deciding_unit_id);

CREATE INDEX complaints_demand_case_id_e2cbeaca ON public.complaints_demand USING btree (case_id);

CREATE INDEX complaints_escalation_case_id_f73de799 ON public.complaints_escalation USING btree (case_id);

CREATE INDEX complaints_extension_approver_id_6480d0ca ON public.complaints_extension USING btree (approver_id);

CREATE INDEX complaints_extension_case_id_522fd1a4 ON public.complaints_extension USING btree (case_id);

CREATE INDEX complaints_finding_case_id_8b8f01b6 ON public.complaints_finding USING btree (case_id);

CREATE INDEX complaints_handbackrow_case_id_e772550e ON public.complaints_handbackrow USING btree (case_id);

CREATE INDEX complaints_handbackrow_hand_back_id_c75b9793 ON public.complaints_handbackrow USING btree (hand_back_id);

CREATE INDEX complaints_held_case_id_54967bec ON public.complaints_held USING btree (case_id);

CREATE INDEX complaints_held_ended_by_id_e0ac031a ON public.complaints_held USING btree (ended_by_id);

CREATE INDEX complaints_held_for_user_id_4fe199c6 ON public.complaints_held USING btree (for_user_id);

CREATE INDEX complaints_held_unit_id_bd39b915 ON public.complaints_held USING btree (unit_id);

CREATE INDEX complaints_label_case_id_d903d646 ON public.complaints_label USING btree (case_id);

CREATE INDEX complaints_liability_case_id_babcc297 ON public.complaints_liability USING btree (case_id);

CREATE INDEX complaints_mediation_case_id_497144c7 ON public.complaints_mediation USING btree (case_id);

CREATE INDEX complaints_merge_case_id_635b0071 ON public.complaints_merge USING btree (case_id);

CREATE INDEX complaints_merge_into_case_id_cbbfa66e ON public.complaints_merge USING btree (into_case_id);

CREATE INDEX complaints_notice_case_id_2c4115e7 ON public.complaints_notice USING btree (case_id);

CREATE INDEX complaints_notice_outgoing_id_eac52c88 ON public.complaints_notice USING btree (outgoing_id);

CREATE INDEX complaints_payment_case_id_44bda013 ON public.complaints_payment USING btree (case_id);

CREATE INDEX complaints_payment_plan_id_bfd3ee29 ON public.complaints_payment USING btree (plan_id);

CREATE INDEX complaints_plan_case_id_a49333e1 ON public.complaints_plan USING btree (case_id);

CREATE INDEX complaints_plan_proposed_by_id_e83f1af4 ON public.complaints_plan USING btree (proposed_by_id);

CREATE INDEX complaints_radarlink_group_id_8b9868c7 ON public.complaints_radarlink USING btree (group_id);

CREATE INDEX complaints_radarmember_group_id_d45be92e ON public.complaints_radarmember USING btree (group_id);

CREATE INDEX complaints_rectification_case_id_4f6a2b0a ON public.complaints_rectification USING btree (case_id);

CREATE INDEX complaints_rectification_responsible_id_91d504b4 ON public.complaints_rectification USING btree (responsible_id);

CREATE INDEX complaints_rectification_unit_id_1f630a69 ON public.complaints_rectification USING btree (unit_id);

CREATE INDEX complaints_reopening_case_id_57f87166 ON public.complaints_reopening USING btree (case_id);

CREATE INDEX complaints_reroute_case_id_6215e8e8 ON public.complaints_reroute USING btree (case_id);

CREATE INDEX complaints_review_case_id_44d193aa ON public.complaints_review USING btree (case_id);

CREATE INDEX complaints_review_reviewer_id_d2529c8d ON public.complaints_review USING btree (reviewer_id);

CREATE INDEX complaints_review_reviewing_unit_id_6f89b016 ON public.complaints_review USING btree (reviewing_unit_id);

CREATE INDEX complaints_riskassessment_case_id_b2e196ee ON public.complaints_riskassessment USING btree (case_id);

CREATE INDEX complaints_satisfaction_case_id_28cf811e ON public.complaints_satisfaction USING btree (case_id);

CREATE INDEX complaints_sourcecheck_case_id_1c6eb418 ON public.complaints_sourcecheck USING btree (case_id);

CREATE INDEX complaints_suggestion_model_id_3a5619d9 ON public.complaints_suggestion USING btree (model_id);

CREATE INDEX complaints_suspension_case_id_7368990c ON public.complaints_suspension USING btree (case_id);

CREATE INDEX complaints_withdrawal_case_id_13e70044 ON public.complaints_withdrawal USING btree (case_id);

CREATE UNIQUE INDEX consent_one_open ON public.customers_consent USING btree (party_id, purpose) WHERE (withdrawn_at IS NULL);

CREATE INDEX core_link_of ON public.customers_corelink USING btree (object_id);

CREATE INDEX customers_claim_policy_id_8468eefd ON public.customers_claim USING btree (policy_id);

CREATE INDEX customers_claim_unit_id_b219c7f7 ON public.customers_claim USING btree (unit_id);

CREATE INDEX customers_claimmilestone_claim_id_a3d0b4c6 ON public.customers_claimmilestone USING btree (claim_id);

CREATE INDEX customers_consent_party_id_e45e5569 ON public.customers_consent USING btree (party_id);

CREATE INDEX customers_identity_party_id_bd485c58 ON public.customers_identity USING btree (party_id);

CREATE INDEX customers_lifestage_party_id_cfb76824 ON public.customers_lifestage USING btree (party_id);

CREATE INDEX customers_measured_unit_id_32ecbd81 ON public.customers_measured USING btree (unit_id);

CREATE INDEX customers_measureround_name_367d7a9a_like ON public.customers_measureround USING btree (name varchar_pattern_ops);

CREATE INDEX customers_partychange_party_id_56158bcd ON public.customers_partychange USING btree (party_id);

CREATE INDEX customers_partytie_party_id_17295bae ON public.customers_partytie USING btree (party_id);

CREATE INDEX customers_policy_holder_id_284a5a17 ON public.customers_policy USING btree (holder_id);

CREATE INDEX customers_policy_number_a9be22c4_like ON public.customers_policy USING btree (number varchar_pattern_ops);

CREATE INDEX customers_policy_unit_id_d1e8c225 ON public.customers_policy USING btree (unit_id);

CREATE INDEX customers_policypart_policy_id_cdb8e1c7 ON public.customers_policypart USING btree (policy_id);

CREATE INDEX customers_policytally_key_12aa7762_like ON public.customers_policytally USING btree (key varchar_pattern_ops);

CREATE INDEX customers_qualityfigure_unit_id_58098137 ON public.customers_qualityfigure USING btree (unit_id);

CREATE INDEX customers_termsshown_key_b211421d_like ON public.customers_termsshown USING btree (key varchar_pattern_ops);

CREATE UNIQUE INDEX decision_one_draft ON public.complaints_decision USING btree (case_id) WHERE ((state)::text = 'draft'::text);

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);

CREATE INDEX draft_age ON public.cases_draft USING btree (saved_at);

CREATE INDEX draft_of_user ON public.cases_draft USING btree (user_id, saved_at DESC, id DESC);

CREATE INDEX escalation_of_case ON public.complaints_escalation USING btree (case_id, at);

CREATE INDEX evidence_held ON public.cases_evidence USING btree (id) WHERE ((scan)::text = 'held'::text);

CREATE UNIQUE INDEX extension_one_pending ON public.complaints_extension USING btree (case_id) WHERE ((effective_at IS NULL) AND (refused_at IS NULL));

CREATE INDEX field_blind ON public.cases_fieldvalue USING btree (key, blind, case_id) WHERE (NOT ((blind)::text = ''::text));

CREATE INDEX field_codes ON public.cases_fieldvalue USING gin (codes) WHERE (codes IS NOT NULL);

CREATE INDEX field_day ON public.cases_fieldvalue USING btree (key, day, case_id) WHERE (day IS NOT NULL);

CREATE INDEX field_flag ON public.cases_fieldvalue USING btree (key, flag, case_id) WHERE (flag IS NOT NULL);

CREATE INDEX field_number ON public.cases_fieldvalue USING btree (key, number, case_id) WHERE (number IS NOT NULL);

CREATE INDEX field_of_kind ON public.cases_fieldversion USING btree (kind, place, key);

CREATE UNIQUE INDEX field_one_in_force ON public.cases_fieldversion USING btree (key) WHERE (until_at IS NULL);

CREATE INDEX field_word ON public.cases_fieldvalue USING btree (key, word, case_id) WHERE (word IS NOT NULL);

CREATE INDEX file_text_recent ON public.cases_filetext USING btree (received_at DESC, case_id DESC);

CREATE INDEX file_text_vector ON public.cases_filetext USING gin (vector) WITH (fastupdate='on');

CREATE INDEX finding_waiting ON public.complaints_finding USING btree (case_id) WHERE ((reviewed_at IS NULL) AND (sent_back_at IS NULL));

CREATE INDEX fingerprint_bands ON public.cases_fingerprint USING gin (bands) WITH (fastupdate='on');

CREATE INDEX gap_open ON public.knowledge_gap USING btree (count DESC, id) WHERE ((state)::text = 'open'::text);

CREATE INDEX gap_terms ON public.knowledge_gap USING gin (terms);

CREATE UNIQUE INDEX hand_over_one_open ON public.service_handover USING btree (case_id) WHERE ((given_back_at IS NULL) AND (taken_at IS NULL));

CREATE INDEX handbook_calendarversion_created_by_id_7dcb9a52 ON public.handbook_calendarversion USING btree (created_by_id);

CREATE INDEX handbook_calendarversion_decided_by_id_c2b925e3 ON public.handbook_calendarversion USING btree (decided_by_id);

CREATE INDEX handbook_replay_draft_id_3747ec7b ON public.handbook_replay USING btree (draft_id);

CREATE INDEX handbook_replay_started_by_id_3df4722f ON public.handbook_replay USING btree (started_by_id);

CREATE INDEX handbook_replayrow_replay_id_cf56e176 ON public.handbook_replayrow USING btree (replay_id);

CREATE INDEX handbook_ruledraft_created_by_id_7f0d05f4 ON public.handbook_ruledraft USING btree (created_by_id);

CREATE INDEX handbook_ruledraft_decided_by_id_ca822c1a ON public.handbook_ruledraft USING btree (decided_by_id);

CREATE INDEX handbook_ruleversion_approved_by_id_e2321768 ON public.handbook_ruleversion USING btree (approved_by_id);

CREATE INDEX handbook_ruleversion_version_dcd6e4dd_like ON public.handbook_ruleversion USING btree (version varchar_pattern_ops);

CREATE INDEX handbook_unitpack_unit_id_dafcc57c ON public.handbook_unitpack USING btree (unit_id);

CREATE INDEX held_in_unit ON public.complaints_held USING btree (unit_id, until) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX held_once ON public.complaints_held USING btree (case_id) WHERE (ended_at IS NULL);

CREATE INDEX held_until ON public.complaints_held USING btree (until) WHERE (ended_at IS NULL);

CREATE INDEX idempotency_key_age ON public.accounts_idempotencykey USING btree (created_at);

CREATE INDEX identity_of_other ON public.customers_identity USING btree (other_id);

CREATE UNIQUE INDEX identity_one_open ON public.customers_identity USING btree (party_id, other_id) WHERE (undone_at IS NULL);

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);

CREATE INDEX insights_figure_series_id_7818049f ON public.insights_figure USING btree (series_id);

CREATE INDEX insights_figure_unit_id_319456a1 ON public.insights_figure USING btree (unit_id);

CREATE INDEX insights_progress_name_64eb843e_like ON public.insights_progress USING btree (name varchar_pattern_ops);

CREATE INDEX knowledge_article_keeper_id_62d14194 ON public.knowledge_article USING btree (keeper_id);

CREATE INDEX knowledge_article_key_0aecc976_like ON public.knowledge_article USING btree (key varchar_pattern_ops);

CREATE INDEX knowledge_article_made_by_id_b74f2f8d ON public.knowledge_article USING btree (made_by_id);

CREATE INDEX knowledge_articleversion_article_id_cba279b4 ON public.knowledge_articleversion USING btree (article_id);

CREATE INDEX knowledge_articleversion_decided_by_id_01c009a4 ON public.knowledge_articleversion USING btree (decided_by_id);

CREATE INDEX knowledge_articleversion_written_by_id_4979f6c5 ON public.knowledge_articleversion USING btree (written_by_id);

CREATE INDEX knowledge_gap_article_id_8ed91a9a ON public.knowledge_gap USING btree (article_id);

CREATE INDEX knowledge_gap_decided_by_id_b51efbe4 ON public.knowledge_gap USING btree (decided_by_id);

CREATE INDEX knowledge_question_gap_id_902ec36e ON public.knowledge_question USING btree (gap_id);

CREATE INDEX knowledge_use_case_id_244ae7b0 ON public.knowledge_use USING btree (case_id);

CREATE INDEX knowledge_use_version_id_480afb1b ON public.knowledge_use USING btree (version_id);

CREATE UNIQUE INDEX label_once ON public.complaints_label USING btree (case_id, code) WHERE (removed_at IS NULL);

CREATE UNIQUE INDEX label_one_primary ON public.complaints_label USING btree (case_id) WHERE (is_primary AND (removed_at IS NULL));

CREATE INDEX letter_waiting ON public.cases_letter USING btree (case_id) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX liability_of_case ON public.complaints_liability USING btree (case_id, version);

CREATE INDEX life_stage_of ON public.customers_lifestage USING btree (party_id, from_on DESC);

CREATE UNIQUE INDEX life_stage_one_open ON public.customers_lifestage USING btree (party_id) WHERE (to_on IS NULL);

CREATE INDEX line_of_manager ON public.accounts_reportingline USING btree (manager_id);

CREATE UNIQUE INDEX line_one_open ON public.accounts_reportingline USING btree (user_id) WHERE (to_on IS NULL);

CREATE INDEX lookback_of_case ON public.quality_lookback USING btree (case_id);

CREATE INDEX lookback_of_lead ON public.quality_lookback USING btree (lead_id, began_at DESC, id DESC);

CREATE INDEX lookback_of_unit ON public.quality_lookback USING btree (unit_id, began_at DESC, id DESC);

CREATE UNIQUE INDEX lookback_one_open ON public.quality_lookback USING btree (case_id) WHERE (ended_at IS NULL);

CREATE INDEX mail_day_of_mailbox ON public.channels_mailday USING btree (mailbox_id);

CREATE UNIQUE INDEX mailbox_once ON public.channels_mailbox USING btree (host, port, folder, name) WHERE (removed_at IS NULL);

CREATE INDEX measured_complete ON public.customers_measured USING btree (unit_id, party_id) WHERE (broken @> ARRAY['complete'::character varying(10)]);

CREATE INDEX measured_correct ON public.customers_measured USING btree (unit_id, party_id) WHERE (broken @> ARRAY['correct'::character varying(10)]);

CREATE INDEX measured_current ON public.customers_measured USING btree (unit_id, party_id) WHERE (broken @> ARRAY['current'::character varying(10)]);

CREATE INDEX measured_safe ON public.customers_measured USING btree (unit_id, party_id) WHERE (broken @> ARRAY['safe'::character varying(10)]);

CREATE INDEX membership_by_role ON public.accounts_membership USING btree (role, unit_id);

CREATE INDEX mention_of_user ON public.cases_mention USING btree (user_id, at DESC, id DESC);

CREATE UNIQUE INDEX merge_one_open ON public.complaints_merge USING btree (case_id) WHERE (undone_at IS NULL);

CREATE UNIQUE INDEX message_move_one_open ON public.cases_messagemove USING btree (message_id) WHERE (undone_at IS NULL);

CREATE INDEX message_of_author ON public.cases_message USING btree (author_id, at) WHERE ((author_id IS NOT NULL) AND ((direction)::text = 'out'::text));

CREATE INDEX message_of_case ON public.cases_message USING btree (case_id, at, id);

CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);

CREATE INDEX note_of_case ON public.cases_note USING btree (case_id, at, id);

CREATE INDEX notice_of_case ON public.complaints_notice USING btree (case_id, created_at);

CREATE INDEX notice_waiting ON public.complaints_notice USING btree (outgoing_id) WHERE ((failed_at IS NULL) AND (outgoing_id IS NOT NULL) AND (sent_at IS NULL));

CREATE INDEX notification_of_user ON public.cases_notification USING btree (user_id, at DESC, id DESC) WHERE on_page;

CREATE INDEX notification_old ON public.cases_notification USING btree (at);

CREATE INDEX notification_to_mail ON public.cases_notification USING btree (mail_due_at) WHERE (mail_due_at IS NOT NULL);

CREATE INDEX notification_to_wecom ON public.cases_notification USING btree (wecom_due_at) WHERE (wecom_due_at IS NOT NULL);

CREATE INDEX notification_unread ON public.cases_notification USING btree (user_id, at DESC, id DESC) WHERE (on_page AND (read_at IS NULL));

CREATE INDEX outgoing_due ON public.channels_outgoing USING btree (next_try_at) WHERE ((state)::text = 'queued'::text);

CREATE INDEX outgoing_failed ON public.channels_outgoing USING btree (queued_at DESC) WHERE ((state)::text = 'failed'::text);

CREATE INDEX outgoing_of_owner ON public.channels_outgoing USING btree (owner_kind, owner_id);

CREATE INDEX outgoing_of_platform ON public.channels_outgoing USING btree (platform_id) WHERE (NOT ((platform_id)::text = ''::text));

CREATE INDEX outgoing_to_number ON public.channels_outgoing USING btree (address_blind, queued_at DESC) WHERE (NOT ((address_blind)::text = ''::text));

CREATE UNIQUE INDEX ownership_one_open ON public.cases_ownership USING btree (case_id) WHERE (to_at IS NULL);

CREATE INDEX participation_of_user ON public.cases_participation USING btree (user_id, case_id);

CREATE UNIQUE INDEX participation_once ON public.cases_participation USING btree (case_id, user_id, role) WHERE (to_at IS NULL);

CREATE INDEX party_certificate ON public.customers_party USING btree (certificate_blind);

CREATE INDEX party_change_of ON public.customers_partychange USING btree (party_id, at DESC, id DESC);

CREATE INDEX party_email ON public.customers_party USING btree (email_blind);

CREATE INDEX party_external_ref ON public.customers_party USING btree (external_ref);

CREATE INDEX party_name ON public.customers_party USING btree (name_blind);

CREATE INDEX party_name_pairs ON public.customers_party USING gin (name_pairs);

CREATE INDEX party_phone ON public.customers_party USING btree (phone_blind);

CREATE INDEX party_tie_of_other ON public.customers_partytie USING btree (other_id);

CREATE UNIQUE INDEX party_tie_once ON public.customers_partytie USING btree (party_id, other_id, kind) WHERE (to_at IS NULL);

CREATE INDEX person_by_email ON public.cases_person USING btree (email_blind);

CREATE UNIQUE INDEX plan_one_proposed ON public.complaints_plan USING btree (case_id) WHERE ((state)::text = 'proposed'::text);

CREATE INDEX policy_of_holder ON public.customers_policy USING btree (holder_id, starts_on DESC);

CREATE INDEX policy_of_product ON public.customers_policy USING btree (product_code, signed_on);

CREATE INDEX policy_of_seller ON public.customers_policy USING btree (seller_no);

CREATE INDEX policy_part_of_party ON public.customers_policypart USING btree (party_id);

CREATE UNIQUE INDEX policy_part_once ON public.customers_policypart USING btree (policy_id, party_id, role) WHERE (to_on IS NULL);

CREATE INDEX presence_age ON public.cases_presence USING btree (seen_at);

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);

CREATE INDEX product_of_line ON public.catalog_product USING btree (line, code);

CREATE INDEX product_proof_due ON public.catalog_productproof USING btree (review_on, id) WHERE (replaced_at IS NULL);

CREATE UNIQUE INDEX product_proof_one_holds ON public.catalog_productproof USING btree (product_id, kind) WHERE (replaced_at IS NULL);

CREATE INDEX promise_due ON public.clocks_promise USING btree (due_at) WHERE ((state)::text = 'open'::text);

CREATE INDEX promise_mine ON public.clocks_promise USING btree (responsible_id, due_at) WHERE ((state)::text = 'open'::text);

CREATE INDEX promise_owner ON public.clocks_promise USING btree (owner_kind, owner_id);

CREATE INDEX quarantine_newest ON public.cases_quarantine USING btree (found_at DESC, id DESC);

CREATE INDEX question_recent ON public.knowledge_question USING btree (at DESC, id DESC);

CREATE INDEX radar_shown ON public.complaints_radargroup USING btree (grew_at DESC, id DESC) WHERE is_shown;

CREATE INDEX raw_copies ON public.channels_rawmessage USING btree (content_key) WHERE (NOT ((content_key)::text = ''::text));

CREATE INDEX raw_due ON public.channels_rawmessage USING btree (next_try_at, id) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX raw_newest ON public.channels_rawmessage USING btree (received_at DESC, id DESC);

CREATE INDEX raw_of_day ON public.channels_rawmessage USING btree (day, mailbox_id, state);

CREATE INDEX raw_of_sender ON public.channels_rawmessage USING btree (sender_blind, fetched_at) WHERE (NOT ((sender_blind)::text = ''::text));

CREATE INDEX raw_withheld ON public.channels_rawmessage USING btree (received_at DESC, id DESC) WHERE ((state)::text = 'quarantined'::text);

CREATE INDEX reached_by_state ON public.quality_reached USING btree (lookback_id, state, id);

CREATE INDEX reached_customer ON public.quality_reached USING btree (party_id);

CREATE INDEX recent_search_of_user ON public.cases_recentsearch USING btree (user_id, at DESC);

CREATE INDEX recusal_of_user ON public.cases_recusal USING btree (user_id, case_id);

CREATE UNIQUE INDEX recusal_once ON public.cases_recusal USING btree (case_id, user_id) WHERE (lifted_at IS NULL);

CREATE INDEX relation_end_asked ON public.accounts_relation USING btree (user_id) WHERE ((end_asked_on IS NOT NULL) AND (to_on IS NULL));

CREATE INDEX relation_of_user ON public.accounts_relation USING btree (user_id);

CREATE INDEX relation_to_user ON public.accounts_relation USING btree (to_user_id) WHERE (to_user_id IS NOT NULL);

CREATE INDEX replay_of_draft ON public.handbook_replay USING btree (draft_id, created_at DESC);

CREATE UNIQUE INDEX replay_one_at_a_time ON public.handbook_replay USING btree (draft_id) WHERE ((state)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying])::text[]));

CREATE INDEX replay_row_broken ON public.handbook_replayrow USING btree (replay_id, id) WHERE (new_broken AND (NOT (old_broken AND (old_broken IS NOT NULL))));

CREATE INDEX replay_row_kept ON public.handbook_replayrow USING btree (replay_id, id) WHERE (old_broken AND (NOT (new_broken AND (new_broken IS NOT NULL))));

CREATE INDEX replay_row_page ON public.handbook_replayrow USING btree (replay_id, id);

CREATE INDEX replay_unfinished ON public.handbook_replay USING btree (beat_at) WHERE ((state)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying])::text[]));

CREATE INDEX request_to_archive ON public.service_request USING btree (case_id) WHERE ((state)::text = ANY ((ARRAY['closed'::character varying, 'ended'::character varying])::text[]));

CREATE INDEX return_visit_all ON public.service_returnvisit USING btree (due_on, id) WHERE (ended_at IS NULL);

CREATE INDEX return_visit_due ON public.service_returnvisit USING btree (unit_id, due_on, id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX review_one_open ON public.complaints_review USING btree (case_id) WHERE ((state)::text = ANY ((ARRAY['applied'::character varying, 'reviewing'::character varying])::text[]));

CREATE INDEX rule_draft_of_rule ON public.handbook_ruledraft USING btree (code, changed_at DESC);

CREATE INDEX rule_draft_recent ON public.handbook_ruledraft USING btree (changed_at DESC, id DESC);

CREATE INDEX service_handover_case_id_61a71e6a ON public.service_handover USING btree (case_id);

CREATE INDEX service_handover_to_id_adb5f86f ON public.service_handover USING btree (to_id);

CREATE INDEX service_papersasked_case_id_53867a9e ON public.service_papersasked USING btree (case_id);

CREATE INDEX service_returnvisit_case_id_d0c4fcfe ON public.service_returnvisit USING btree (case_id);

CREATE INDEX service_returnvisit_party_id_e07b4073 ON public.service_returnvisit USING btree (party_id);

CREATE INDEX service_returnvisit_unit_id_2905e7b8 ON public.service_returnvisit USING btree (unit_id);

CREATE INDEX shared_try_age ON public.accounts_sharedtry USING btree (ends_at);

CREATE INDEX sms_due ON public.channels_smsmessage USING btree (next_try_at, id) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX sms_of_day ON public.channels_smsmessage USING btree (day, state);

CREATE INDEX sms_of_number ON public.channels_smsmessage USING btree (number_blind, received_at DESC) WHERE (NOT ((number_blind)::text = ''::text));

CREATE UNIQUE INDEX sms_stop_one_open ON public.channels_smsstop USING btree (number_blind) WHERE (lifted_at IS NULL);

CREATE INDEX sms_withheld ON public.channels_smsmessage USING btree (received_at DESC, id DESC) WHERE ((state)::text = 'quarantined'::text);

CREATE INDEX socialaccount_socialaccount_user_id_8146e70c ON public.socialaccount_socialaccount USING btree (user_id);

CREATE INDEX socialaccount_socialtoken_account_id_951f210e ON public.socialaccount_socialtoken USING btree (account_id);

CREATE INDEX socialaccount_socialtoken_app_id_636a42d7 ON public.socialaccount_socialtoken USING btree (app_id);

CREATE INDEX tag_by_name ON public.cases_tag USING btree (name, id);

CREATE INDEX tally_marks ON public.insights_tally USING gin (marks);

CREATE INDEX tally_of_user ON public.cases_tally USING btree (user_id, created_at DESC);

CREATE INDEX task_due ON public.clocks_task USING btree (due_at) WHERE ((state)::text = 'open'::text);

CREATE INDEX task_mine ON public.clocks_task USING btree (assignee_id, due_at) WHERE ((state)::text = 'open'::text);

CREATE INDEX task_owner ON public.clocks_task USING btree (owner_kind, owner_id);

CREATE INDEX task_unit ON public.clocks_task USING btree (unit_id, due_at) WHERE ((state)::text = 'open'::text);

CREATE INDEX template_use_recent ON public.cases_templateuse USING btree (version_id, at DESC, id DESC);

CREATE UNIQUE INDEX template_version_one_waits ON public.cases_templateversion USING btree (template_id) WHERE ((state)::text = 'submitted'::text);

CREATE UNIQUE INDEX terms_from ON public.catalog_terms USING btree (product_id, from_on) WHERE ((state)::text = 'approved'::text);

CREATE UNIQUE INDEX terms_one_open ON public.catalog_terms USING btree (product_id) WHERE ((state)::text = ANY ((ARRAY['draft'::character varying, 'submitted'::character varying])::text[]));

CREATE INDEX terms_shown_application ON public.customers_termsshown USING btree (application_no) WHERE (NOT ((application_no)::text = ''::text));

CREATE INDEX terms_shown_of_version ON public.customers_termsshown USING btree (terms_id, shown_at DESC, id DESC);

CREATE INDEX terms_shown_policy ON public.customers_termsshown USING btree (policy_number, shown_at) WHERE (NOT ((policy_number)::text = ''::text));

CREATE INDEX text_model_newest ON public.complaints_textmodel USING btree (name, made_at DESC);

CREATE INDEX told_outcome_at ON public.complaints_toldoutcome USING btree (told_at);

CREATE INDEX trial_of_assignment ON public.complaints_assignmenttrial USING btree (assignment_id, created_at DESC);

CREATE INDEX trial_row_page ON public.complaints_assignmenttrialrow USING btree (trial_id, id);

CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));

CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";

CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;

CREATE INDEX unit_pack_of ON public.handbook_unitpack USING btree (unit_id, since);

CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON public.usersessions_usersession USING btree (session_key varchar_pattern_ops);

CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON public.usersessions_usersession USING btree (user_id);

CREATE UNIQUE INDEX view_one_first ON public.cases_viewplace USING btree (user_id) WHERE is_first;

CREATE UNIQUE INDEX view_own_name ON public.cases_savedview USING btree (owner_id, name) WHERE (unit_id IS NULL);

CREATE UNIQUE INDEX view_shared_name ON public.cases_savedview USING btree (unit_id, role, name) WHERE (unit_id IS NOT NULL);

CREATE INDEX watch_of_user ON public.cases_watch USING btree (user_id, at DESC, id DESC);

CREATE INDEX webhook_message_due ON public.channels_webhookmessage USING btree (webhook_id, next_try_at) WHERE ((state)::text = 'queued'::text);

CREATE INDEX webhook_message_log ON public.channels_webhookmessage USING btree (webhook_id, queued_at DESC, id DESC);

CREATE INDEX webhook_message_old ON public.channels_webhookmessage USING btree (queued_at);

CREATE INDEX webhook_of_user ON public.channels_webhook USING btree (user_id, made_at);

CREATE INDEX wechat_due ON public.channels_wechatmessage USING btree (next_try_at, id) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX wechat_of_thread ON public.channels_wechatmessage USING btree (thread_id, received_at DESC);

CREATE UNIQUE INDEX withdrawal_one_held ON public.complaints_withdrawal USING btree (case_id) WHERE ((state)::text = 'held'::text);

CREATE TRIGGER audit_access_append_only BEFORE DELETE OR UPDATE ON public.audit_access FOR EACH ROW EXECUTE FUNCTION public.huiyin_refuse_change();

CREATE TRIGGER audit_access_behind BEFORE INSERT ON public.audit_access FOR EACH ROW EXECUTE FUNCTION public.audit_access_behind();

CREATE TRIGGER audit_access_no_truncate BEFORE TRUNCATE ON public.audit_access FOR EACH STATEMENT EXECUTE FUNCTION public.huiyin_refuse_change();

CREATE TRIGGER audit_entry_append_only BEFORE DELETE OR UPDATE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION public.huiyin_refuse_change();

CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION public.huiyin_refuse_change();

CREATE TRIGGER audit_entry_wake AFTER INSERT ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION public.huiyin_wake();

CREATE TRIGGER cases_templateversion_stays BEFORE DELETE OR UPDATE ON public.cases_templateversion FOR EACH ROW EXECUTE FUNCTION public.huiyin_keep_template_version();

CREATE TRIGGER catalog_clause_stays BEFORE INSERT OR DELETE OR UPDATE ON public.catalog_clause FOR EACH ROW EXECUTE FUNCTION public.huiyin_keep_clause();

CREATE TRIGGER catalog_terms_stay BEFORE DELETE OR UPDATE ON public.catalog_terms FOR EACH ROW EXECUTE FUNCTION public.huiyin_keep_terms();

CREATE TRIGGER clocks_clockevent_append_only BEFORE UPDATE ON public.clocks_clockevent FOR EACH ROW EXECUTE FUNCTION public.huiyin_refuse_event_change();

CREATE TRIGGER clocks_promise_stays BEFORE DELETE OR UPDATE ON public.clocks_promise FOR EACH ROW EXECUTE FUNCTION public.huiyin_keep_promise();

CREATE TRIGGER complaints_assignment_approved BEFORE DELETE OR UPDATE ON public.complaints_assignment FOR EACH ROW WHEN (((old.state)::text = 'approved'::text)) EXECUTE FUNCTION public.huiyin_refuse_change();

CREATE TRIGGER customers_termsshown_stays BEFORE DELETE OR UPDATE ON public.customers_termsshown FOR EACH ROW EXECUTE FUNCTION public.huiyin_keep_terms_shown();

CREATE TRIGGER handbook_calendar_published BEFORE DELETE OR UPDATE ON public.handbook_calendarversion FOR EACH ROW WHEN (((old.state)::text = 'approved'::text)) EXECUTE FUNCTION public.huiyin_refuse_change();

CREATE TRIGGER handbook_version_append_only BEFORE DELETE OR UPDATE ON public.handbook_ruleversion FOR EACH ROW EXECUTE FUNCTION public.huiyin_refuse_change();

CREATE TRIGGER handbook_version_no_truncate BEFORE TRUNCATE ON public.handbook_ruleversion FOR EACH STATEMENT EXECUTE FUNCTION public.huiyin_refuse_change();

CREATE TRIGGER knowledge_articleversion_stays BEFORE DELETE OR UPDATE ON public.knowledge_articleversion FOR EACH ROW EXECUTE FUNCTION public.huiyin_keep_article_version();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_absence
    ADD CONSTRAINT accounts_absence_deputy_id_8bd37464_fk_accounts_user_id FOREIGN KEY (deputy_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_absence
    ADD CONSTRAINT accounts_absence_user_id_e7d6d597_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_apitoken
    ADD CONSTRAINT accounts_apitoken_created_by_id_eaf61c5d_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_apitoken
    ADD CONSTRAINT accounts_apitoken_user_id_bbee13e0_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_competence
    ADD CONSTRAINT accounts_competence_user_id_a9aad95c_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_idempotencykey
    ADD CONSTRAINT accounts_idempotency_token_id_cae0bc10_fk_accounts_ FOREIGN KEY (token_id) REFERENCES public.accounts_apitoken(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_unit_id_7180f6e8_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_user_id_487fb39e_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_relation
    ADD CONSTRAINT accounts_relation_ended_by_id_9b26141c_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_relation
    ADD CONSTRAINT accounts_relation_to_user_id_a3e23858_fk_accounts_user_id FOREIGN KEY (to_user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_relation
    ADD CONSTRAINT accounts_relation_user_id_c1b68312_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_reportingline
    ADD CONSTRAINT accounts_reportingline_manager_id_a8378b32_fk_accounts_user_id FOREIGN KEY (manager_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_reportingline
    ADD CONSTRAINT accounts_reportingline_user_id_f733d159_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_signinlink
    ADD CONSTRAINT accounts_signinlink_user_id_a6b02f6b_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_unit
    ADD CONSTRAINT accounts_unit_duty_user_id_c910c4e8_fk_accounts_user_id FOREIGN KEY (duty_user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_unit
    ADD CONSTRAINT accounts_unit_parent_id_2488f696_fk_accounts_unit_id FOREIGN KEY (parent_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_unit_id_262e264e_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_workterms
    ADD CONSTRAINT accounts_workterms_user_id_f57d6f5d_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_assistantturn
    ADD CONSTRAINT assistant_assistantt_talk_id_b3679515_fk_assistant FOREIGN KEY (talk_id) REFERENCES public.assistant_assistanttalk(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_bookentry
    ADD CONSTRAINT cases_bookentry_case_id_d95a5f59_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_bookentry
    ADD CONSTRAINT cases_bookentry_unit_id_2b56fc09_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_bulkrow
    ADD CONSTRAINT cases_bulkrow_case_id_243586bb_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_bulkrow
    ADD CONSTRAINT cases_bulkrow_run_id_a14d6c3e_fk_cases_bulkrun_id FOREIGN KEY (run_id) REFERENCES public.cases_bulkrun(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_bulkrun
    ADD CONSTRAINT cases_bulkrun_user_id_25eeb1c7_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_owner_id_352cf2f7_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_registered_by_id_baa64d7e_fk_accounts_user_id FOREIGN KEY (registered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_unit_id_f34fc706_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_casecheck
    ADD CONSTRAINT cases_casecheck_case_id_f29e6995_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_casecheck
    ADD CONSTRAINT cases_casecheck_list_id_3bdd40ae_fk_cases_checklistversion_id FOREIGN KEY (list_id) REFERENCES public.cases_checklistversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_caselink
    ADD CONSTRAINT cases_caselink_case_id_d380f93b_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_casesearch
    ADD CONSTRAINT cases_casesearch_case_id_8c3ed311_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_casetag
    ADD CONSTRAINT cases_casetag_case_id_a22429ac_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_casetag
    ADD CONSTRAINT cases_casetag_tag_id_c803aef4_fk_cases_tag_id FOREIGN KEY (tag_id) REFERENCES public.cases_tag(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_chat
    ADD CONSTRAINT cases_chat_agent_id_86d7907b_fk_accounts_user_id FOREIGN KEY (agent_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_chat
    ADD CONSTRAINT cases_chat_case_id_6027fe37_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_chat
    ADD CONSTRAINT cases_chat_site_id_d040473c_fk_cases_chatsite_id FOREIGN KEY (site_id) REFERENCES public.cases_chatsite(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_chatsite
    ADD CONSTRAINT cases_chatsite_unit_id_dc211524_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_citedclause
    ADD CONSTRAINT cases_citedclause_case_id_757be062_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_citedclause
    ADD CONSTRAINT cases_citedclause_clause_id_387ce8a5_fk_catalog_clause_id FOREIGN KEY (clause_id) REFERENCES public.catalog_clause(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_custody
    ADD CONSTRAINT cases_custody_evidence_id_9112b26c_fk_cases_evidence_id FOREIGN KEY (evidence_id) REFERENCES public.cases_evidence(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_draft
    ADD CONSTRAINT cases_draft_case_id_2bc2a7d9_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_draft
    ADD CONSTRAINT cases_draft_user_id_61805eab_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_evidence
    ADD CONSTRAINT cases_evidence_case_id_afc863e7_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_fieldvalue
    ADD CONSTRAINT cases_fieldvalue_case_id_f4940bca_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_fieldvalue
    ADD CONSTRAINT cases_fieldvalue_definition_id_17d70908_fk_cases_fie FOREIGN KEY (definition_id) REFERENCES public.cases_fieldversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_filetext
    ADD CONSTRAINT cases_filetext_case_id_ade5a72b_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_filetext
    ADD CONSTRAINT cases_filetext_evidence_id_54bd2f52_fk_cases_evidence_id FOREIGN KEY (evidence_id) REFERENCES public.cases_evidence(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_fingerprint
    ADD CONSTRAINT cases_fingerprint_case_id_08fe1547_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_letter
    ADD CONSTRAINT cases_letter_case_id_653c3cd9_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_letterpage
    ADD CONSTRAINT cases_letterpage_evidence_id_c2691ffd_fk_cases_evidence_id FOREIGN KEY (evidence_id) REFERENCES public.cases_evidence(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_letterpage
    ADD CONSTRAINT cases_letterpage_letter_id_b7ebe924_fk_cases_letter_case_id FOREIGN KEY (letter_id) REFERENCES public.cases_letter(case_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_macro
    ADD CONSTRAINT cases_macro_made_by_id_cf923921_fk_accounts_user_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_macro
    ADD CONSTRAINT cases_macro_unit_id_de691b09_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_mention
    ADD CONSTRAINT cases_mention_case_id_b9f1b3af_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_mention
    ADD CONSTRAINT cases_mention_note_id_d152f119_fk_cases_note_id FOREIGN KEY (note_id) REFERENCES public.cases_note(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_mention
    ADD CONSTRAINT cases_mention_user_id_c79526ed_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_message
    ADD CONSTRAINT cases_message_case_id_544aca6d_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_messagemove
    ADD CONSTRAINT cases_messagemove_case_id_ac354eb5_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_note
    ADD CONSTRAINT cases_note_case_id_77ee1e2a_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_notification
    ADD CONSTRAINT cases_notification_user_id_b9224c7f_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_notificationchoice
    ADD CONSTRAINT cases_notificationchoice_user_id_9881e209_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_openload
    ADD CONSTRAINT cases_openload_person_id_5db5d7cc_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_openload
    ADD CONSTRAINT cases_openload_run_id_62ed9724_fk_cases_loadrun_id FOREIGN KEY (run_id) REFERENCES public.cases_loadrun(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_openload
    ADD CONSTRAINT cases_openload_unit_id_a9b5a2f1_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_ownership
    ADD CONSTRAINT cases_ownership_case_id_533bf479_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_ownership
    ADD CONSTRAINT cases_ownership_user_id_9f6b8962_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_participation
    ADD CONSTRAINT cases_participation_case_id_3693d765_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_participation
    ADD CONSTRAINT cases_participation_user_id_cfeea4f2_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_person
    ADD CONSTRAINT cases_person_case_id_f23bcf23_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_presence
    ADD CONSTRAINT cases_presence_case_id_c77eb096_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_presence
    ADD CONSTRAINT cases_presence_user_id_48152c09_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_quarantine
    ADD CONSTRAINT cases_quarantine_case_id_7ed7223d_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_quarantine
    ADD CONSTRAINT cases_quarantine_evidence_id_002657b0_fk_cases_evidence_id FOREIGN KEY (evidence_id) REFERENCES public.cases_evidence(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_recentsearch
    ADD CONSTRAINT cases_recentsearch_user_id_fbd8602f_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_recusal
    ADD CONSTRAINT cases_recusal_case_id_609df095_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_recusal
    ADD CONSTRAINT cases_recusal_user_id_0e177bf3_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_savedview
    ADD CONSTRAINT cases_savedview_owner_id_cffd84c8_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_savedview
    ADD CONSTRAINT cases_savedview_unit_id_103b557f_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_tag
    ADD CONSTRAINT cases_tag_merged_into_id_51d3b949_fk_cases_tag_id FOREIGN KEY (merged_into_id) REFERENCES public.cases_tag(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_tagfreedom
    ADD CONSTRAINT cases_tagfreedom_unit_id_130487b1_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_tally
    ADD CONSTRAINT cases_tally_user_id_23980b1a_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_template
    ADD CONSTRAINT cases_template_made_by_id_2ae248ac_fk_accounts_user_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_template
    ADD CONSTRAINT cases_template_unit_id_24ba0f7f_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_templateuse
    ADD CONSTRAINT cases_templateuse_case_id_d7dd765c_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_templateuse
    ADD CONSTRAINT cases_templateuse_message_id_c89bf2ce_fk_cases_message_id FOREIGN KEY (message_id) REFERENCES public.cases_message(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_templateuse
    ADD CONSTRAINT cases_templateuse_note_id_c40f584c_fk_cases_note_id FOREIGN KEY (note_id) REFERENCES public.cases_note(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_templateuse
    ADD CONSTRAINT cases_templateuse_version_id_659a9ca0_fk_cases_tem FOREIGN KEY (version_id) REFERENCES public.cases_templateversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_templateversion
    ADD CONSTRAINT cases_templateversio_decided_by_id_4231e32e_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_templateversion
    ADD CONSTRAINT cases_templateversio_written_by_id_371ce04b_fk_accounts_ FOREIGN KEY (written_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_templateversion
    ADD CONSTRAINT cases_templateversion_template_id_ea7f9349_fk_cases_template_id FOREIGN KEY (template_id) REFERENCES public.cases_template(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_viewplace
    ADD CONSTRAINT cases_viewplace_user_id_a1d4a01f_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_viewplace
    ADD CONSTRAINT cases_viewplace_view_id_9a6be9e7_fk_cases_savedview_id FOREIGN KEY (view_id) REFERENCES public.cases_savedview(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_watch
    ADD CONSTRAINT cases_watch_case_id_b7b7fcf4_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_watch
    ADD CONSTRAINT cases_watch_user_id_5010a56b_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_clause
    ADD CONSTRAINT catalog_clause_terms_id_40d62309_fk_catalog_terms_id FOREIGN KEY (terms_id) REFERENCES public.catalog_terms(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_product
    ADD CONSTRAINT catalog_product_keeper_id_4b3c7abc_fk_accounts_user_id FOREIGN KEY (keeper_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_productproof
    ADD CONSTRAINT catalog_productproof_product_id_ff0c2741_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES public.catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_terms
    ADD CONSTRAINT catalog_terms_decided_by_id_275e47cf_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_terms
    ADD CONSTRAINT catalog_terms_product_id_368d41dd_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES public.catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_terms
    ADD CONSTRAINT catalog_terms_written_by_id_5fc282e7_fk_accounts_user_id FOREIGN KEY (written_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_call
    ADD CONSTRAINT channels_call_agent_id_7585a7e0_fk_accounts_user_id FOREIGN KEY (agent_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_call
    ADD CONSTRAINT channels_call_unit_id_bffeff6e_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_callback
    ADD CONSTRAINT channels_callback_call_id_2cc92369_fk_channels_call_id FOREIGN KEY (call_id) REFERENCES public.channels_call(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_callback
    ADD CONSTRAINT channels_callback_owner_id_47318fb1_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_callback
    ADD CONSTRAINT channels_callback_unit_id_1f2b7817_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_mailbox
    ADD CONSTRAINT channels_mailbox_unit_id_be99eb76_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_mailday
    ADD CONSTRAINT channels_mailday_mailbox_id_b466e7a9_fk_channels_mailbox_id FOREIGN KEY (mailbox_id) REFERENCES public.channels_mailbox(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_rawmessage
    ADD CONSTRAINT channels_rawmessage_mailbox_id_86e35e3d_fk_channels_mailbox_id FOREIGN KEY (mailbox_id) REFERENCES public.channels_mailbox(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_webhook
    ADD CONSTRAINT channels_webhook_user_id_a7cb752b_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_webhookmessage
    ADD CONSTRAINT channels_webhookmess_webhook_id_9a92c310_fk_channels_ FOREIGN KEY (webhook_id) REFERENCES public.channels_webhook(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_wechatmessage
    ADD CONSTRAINT channels_wechatmessa_thread_id_4d9053d3_fk_channels_ FOREIGN KEY (thread_id) REFERENCES public.channels_wechatthread(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.clocks_alarm
    ADD CONSTRAINT clocks_alarm_clock_id_912ea13e_fk_clocks_clock_id FOREIGN KEY (clock_id) REFERENCES public.clocks_clock(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.clocks_alarm
    ADD CONSTRAINT clocks_alarm_seen_by_id_eab05984_fk_accounts_user_id FOREIGN KEY (seen_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.clocks_clockevent
    ADD CONSTRAINT clocks_clockevent_clock_id_20dbed71_fk_clocks_clock_id FOREIGN KEY (clock_id) REFERENCES public.clocks_clock(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.clocks_promise
    ADD CONSTRAINT clocks_promise_follows_id_056e0819_fk_clocks_promise_id FOREIGN KEY (follows_id) REFERENCES public.clocks_promise(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.clocks_promise
    ADD CONSTRAINT clocks_promise_responsible_id_4a54f741_fk_accounts_user_id FOREIGN KEY (responsible_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.clocks_task
    ADD CONSTRAINT clocks_task_assignee_id_c6bb840b_fk_accounts_user_id FOREIGN KEY (assignee_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.clocks_task
    ADD CONSTRAINT clocks_task_unit_id_26b52897_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_approval
    ADD CONSTRAINT complaints_approval_approver_id_ba8e7e1a_fk_accounts_user_id FOREIGN KEY (approver_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_approval
    ADD CONSTRAINT complaints_approval_plan_id_113038e2_fk_complaints_plan_id FOREIGN KEY (plan_id) REFERENCES public.complaints_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_assignmenttrial
    ADD CONSTRAINT complaints_assignmen_assignment_id_83249c72_fk_complaint FOREIGN KEY (assignment_id) REFERENCES public.complaints_assignment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_assignment
    ADD CONSTRAINT complaints_assignmen_created_by_id_9186e963_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_assignment
    ADD CONSTRAINT complaints_assignmen_decided_by_id_b0780277_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_assignmenttrial
    ADD CONSTRAINT complaints_assignmen_started_by_id_80a23912_fk_accounts_ FOREIGN KEY (started_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_assignmenttrialrow
    ADD CONSTRAINT complaints_assignmen_trial_id_d7982888_fk_complaint FOREIGN KEY (trial_id) REFERENCES public.complaints_assignmenttrial(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_complaint
    ADD CONSTRAINT complaints_complaint_case_id_345a4190_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_complaint
    ADD CONSTRAINT complaints_complaint_respondent_unit_id_d454a2d4_fk_accounts_ FOREIGN KEY (respondent_unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_decision
    ADD CONSTRAINT complaints_decision_case_id_eac2a1a0_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_decision
    ADD CONSTRAINT complaints_decision_deciding_unit_id_daea62fb_fk_accounts_ FOREIGN KEY (deciding_unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_demand
    ADD CONSTRAINT complaints_demand_case_id_e2cbeaca_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_escalation
    ADD CONSTRAINT complaints_escalation_case_id_f73de799_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_extension
    ADD CONSTRAINT complaints_extension_approver_id_6480d0ca_fk_accounts_user_id FOREIGN KEY (approver_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_extension
    ADD CONSTRAINT complaints_extension_case_id_522fd1a4_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_finding
    ADD CONSTRAINT complaints_finding_case_id_8b8f01b6_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_handbackrow
    ADD CONSTRAINT complaints_handbackr_hand_back_id_c75b9793_fk_complaint FOREIGN KEY (hand_back_id) REFERENCES public.complaints_handback(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_handbackrow
    ADD CONSTRAINT complaints_handbackrow_case_id_e772550e_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_held
    ADD CONSTRAINT complaints_held_case_id_54967bec_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_held
    ADD CONSTRAINT complaints_held_ended_by_id_e0ac031a_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_held
    ADD CONSTRAINT complaints_held_for_user_id_4fe199c6_fk_accounts_user_id FOREIGN KEY (for_user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_held
    ADD CONSTRAINT complaints_held_unit_id_bd39b915_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_label
    ADD CONSTRAINT complaints_label_case_id_d903d646_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_liability
    ADD CONSTRAINT complaints_liability_case_id_babcc297_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_mediation
    ADD CONSTRAINT complaints_mediation_case_id_497144c7_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_merge
    ADD CONSTRAINT complaints_merge_case_id_635b0071_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_notice
    ADD CONSTRAINT complaints_notice_case_id_2c4115e7_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_payment
    ADD CONSTRAINT complaints_payment_case_id_44bda013_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_payment
    ADD CONSTRAINT complaints_payment_plan_id_bfd3ee29_fk_complaints_plan_id FOREIGN KEY (plan_id) REFERENCES public.complaints_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_plan
    ADD CONSTRAINT complaints_plan_case_id_a49333e1_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_plan
    ADD CONSTRAINT complaints_plan_proposed_by_id_e83f1af4_fk_accounts_user_id FOREIGN KEY (proposed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_radarlink
    ADD CONSTRAINT complaints_radarlink_group_id_8b9868c7_fk_complaint FOREIGN KEY (group_id) REFERENCES public.complaints_radargroup(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_radarmember
    ADD CONSTRAINT complaints_radarmemb_group_id_d45be92e_fk_complaint FOREIGN KEY (group_id) REFERENCES public.complaints_radargroup(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_rectification
    ADD CONSTRAINT complaints_rectifica_responsible_id_91d504b4_fk_accounts_ FOREIGN KEY (responsible_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_rectification
    ADD CONSTRAINT complaints_rectification_case_id_4f6a2b0a_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_rectification
    ADD CONSTRAINT complaints_rectification_unit_id_1f630a69_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_reopening
    ADD CONSTRAINT complaints_reopening_case_id_57f87166_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_reroute
    ADD CONSTRAINT complaints_reroute_case_id_6215e8e8_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_review
    ADD CONSTRAINT complaints_review_case_id_44d193aa_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_review
    ADD CONSTRAINT complaints_review_reviewer_id_d2529c8d_fk_accounts_user_id FOREIGN KEY (reviewer_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_review
    ADD CONSTRAINT complaints_review_reviewing_unit_id_6f89b016_fk_accounts_ FOREIGN KEY (reviewing_unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_riskassessment
    ADD CONSTRAINT complaints_riskassessment_case_id_b2e196ee_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_satisfaction
    ADD CONSTRAINT complaints_satisfaction_case_id_28cf811e_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_sourcecheck
    ADD CONSTRAINT complaints_sourcecheck_case_id_1c6eb418_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_suggestion
    ADD CONSTRAINT complaints_suggestio_model_id_3a5619d9_fk_complaint FOREIGN KEY (model_id) REFERENCES public.complaints_textmodel(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_suggestion
    ADD CONSTRAINT complaints_suggestion_case_id_3f5df4c7_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_suspension
    ADD CONSTRAINT complaints_suspension_case_id_7368990c_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_toldoutcome
    ADD CONSTRAINT complaints_toldoutcome_case_id_66ed0977_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_toldoutcome
    ADD CONSTRAINT complaints_toldoutcome_unit_id_8dcaabce_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.complaints_withdrawal
    ADD CONSTRAINT complaints_withdrawal_case_id_13e70044_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_claim
    ADD CONSTRAINT customers_claim_policy_id_8468eefd_fk_customers_policy_id FOREIGN KEY (policy_id) REFERENCES public.customers_policy(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_claim
    ADD CONSTRAINT customers_claim_unit_id_b219c7f7_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_claimmilestone
    ADD CONSTRAINT customers_claimmiles_claim_id_a3d0b4c6_fk_customers FOREIGN KEY (claim_id) REFERENCES public.customers_claim(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_consent
    ADD CONSTRAINT customers_consent_party_id_e45e5569_fk_customers_party_id FOREIGN KEY (party_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_identity
    ADD CONSTRAINT customers_identity_party_id_bd485c58_fk_customers_party_id FOREIGN KEY (party_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_lifestage
    ADD CONSTRAINT customers_lifestage_party_id_cfb76824_fk_customers_party_id FOREIGN KEY (party_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_measured
    ADD CONSTRAINT customers_measured_party_id_b877978c_fk_customers_party_id FOREIGN KEY (party_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_measured
    ADD CONSTRAINT customers_measured_unit_id_32ecbd81_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_partychange
    ADD CONSTRAINT customers_partychange_party_id_56158bcd_fk_customers_party_id FOREIGN KEY (party_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_partytie
    ADD CONSTRAINT customers_partytie_party_id_17295bae_fk_customers_party_id FOREIGN KEY (party_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_policy
    ADD CONSTRAINT customers_policy_holder_id_284a5a17_fk_customers_party_id FOREIGN KEY (holder_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_policy
    ADD CONSTRAINT customers_policy_unit_id_d1e8c225_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_policypart
    ADD CONSTRAINT customers_policypart_policy_id_cdb8e1c7_fk_customers_policy_id FOREIGN KEY (policy_id) REFERENCES public.customers_policy(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_qualityfigure
    ADD CONSTRAINT customers_qualityfigure_unit_id_58098137_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_termsshown
    ADD CONSTRAINT customers_termsshown_party_id_5a5e4a5b_fk_customers_party_id FOREIGN KEY (party_id) REFERENCES public.customers_party(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.customers_termsshown
    ADD CONSTRAINT customers_termsshown_terms_id_fb1a9dc2_fk_catalog_terms_id FOREIGN KEY (terms_id) REFERENCES public.catalog_terms(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.handbook_calendarversion
    ADD CONSTRAINT handbook_calendarver_created_by_id_7dcb9a52_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.handbook_calendarversion
    ADD CONSTRAINT handbook_calendarver_decided_by_id_c2b925e3_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.handbook_replay
    ADD CONSTRAINT handbook_replay_draft_id_3747ec7b_fk_handbook_ruledraft_id FOREIGN KEY (draft_id) REFERENCES public.handbook_ruledraft(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.handbook_replay
    ADD CONSTRAINT handbook_replay_started_by_id_3df4722f_fk_accounts_user_id FOREIGN KEY (started_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.handbook_replayrow
    ADD CONSTRAINT handbook_replayrow_replay_id_cf56e176_fk_handbook_replay_id FOREIGN KEY (replay_id) REFERENCES public.handbook_replay(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.handbook_ruledraft
    ADD CONSTRAINT handbook_ruledraft_created_by_id_7f0d05f4_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.handbook_ruledraft
    ADD CONSTRAINT handbook_ruledraft_decided_by_id_ca822c1a_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.handbook_ruleversion
    ADD CONSTRAINT handbook_ruleversion_approved_by_id_e2321768_fk_accounts_ FOREIGN KEY (approved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.handbook_ruleversion
    ADD CONSTRAINT handbook_ruleversion_draft_id_58f054c7_fk_handbook_ruledraft_id FOREIGN KEY (draft_id) REFERENCES public.handbook_ruledraft(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.handbook_unitpack
    ADD CONSTRAINT handbook_unitpack_unit_id_dafcc57c_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.insights_figure
    ADD CONSTRAINT insights_figure_series_id_7818049f_fk_insights_series_number FOREIGN KEY (series_id) REFERENCES public.insights_series(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.insights_figure
    ADD CONSTRAINT insights_figure_unit_id_319456a1_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_keeper_id_62d14194_fk_accounts_user_id FOREIGN KEY (keeper_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_made_by_id_b74f2f8d_fk_accounts_user_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_articleversion
    ADD CONSTRAINT knowledge_articlever_article_id_cba279b4_fk_knowledge FOREIGN KEY (article_id) REFERENCES public.knowledge_article(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_articleversion
    ADD CONSTRAINT knowledge_articlever_decided_by_id_01c009a4_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_articleversion
    ADD CONSTRAINT knowledge_articlever_written_by_id_4979f6c5_fk_accounts_ FOREIGN KEY (written_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_gap
    ADD CONSTRAINT knowledge_gap_article_id_8ed91a9a_fk_knowledge_article_id FOREIGN KEY (article_id) REFERENCES public.knowledge_article(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_gap
    ADD CONSTRAINT knowledge_gap_decided_by_id_b51efbe4_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_question
    ADD CONSTRAINT knowledge_question_gap_id_902ec36e_fk_knowledge_gap_id FOREIGN KEY (gap_id) REFERENCES public.knowledge_gap(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_use
    ADD CONSTRAINT knowledge_use_version_id_480afb1b_fk_knowledge FOREIGN KEY (version_id) REFERENCES public.knowledge_articleversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);

ALTER TABLE ONLY public.quality_lookback
    ADD CONSTRAINT quality_lookback_lead_id_d95c0cf8_fk_accounts_user_id FOREIGN KEY (lead_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_lookback
    ADD CONSTRAINT quality_lookback_unit_id_c1e9f653_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_reached
    ADD CONSTRAINT quality_reached_lookback_id_874bff14_fk_quality_lookback_id FOREIGN KEY (lookback_id) REFERENCES public.quality_lookback(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_handover
    ADD CONSTRAINT service_handover_case_id_61a71e6a_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_handover
    ADD CONSTRAINT service_handover_to_id_adb5f86f_fk_accounts_user_id FOREIGN KEY (to_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_papersasked
    ADD CONSTRAINT service_papersasked_case_id_53867a9e_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_request
    ADD CONSTRAINT service_request_case_id_ab34ccb5_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_returnvisit
    ADD CONSTRAINT service_returnvisit_unit_id_2905e7b8_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_account_id_951f210e_fk_socialacc FOREIGN KEY (account_id) REFERENCES public.socialaccount_socialaccount(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_app_id_636a42d7_fk_socialacc FOREIGN KEY (app_id) REFERENCES public.socialaccount_socialapp(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_social_user_id_8146e70c_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_user_id_af5e0a6d_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

INSERT INTO public.django_migrations (app, name, applied)
SELECT app, name, now() FROM (VALUES
    ('accounts', '0001_initial'),
    ('account', '0001_initial'),
    ('account', '0002_email_max_length'),
    ('account', '0003_alter_emailaddress_create_unique_verified_email'),
    ('account', '0004_alter_emailaddress_drop_unique_email'),
    ('account', '0005_emailaddress_idx_upper_email'),
    ('account', '0006_emailaddress_lower'),
    ('account', '0007_emailaddress_idx_email'),
    ('account', '0008_emailaddress_unique_primary_email_fixup'),
    ('account', '0009_emailaddress_unique_primary_email'),
    ('accounts', '0002_relations'),
    ('accounts', '0003_competences'),
    ('accounts', '0004_shared_tries'),
    ('assistant', '0001_talks'),
    ('assistant', '0002_turn_of_terms'),
    ('audit', '0001_initial'),
    ('audit', '0002_proofs'),
    ('audit', '0003_feed'),
    ('audit', '0004_wake'),
    ('audit', '0005_access_order'),
    ('audit', '0006_feed_of_records'),
    ('contenttypes', '0001_initial'),
    ('contenttypes', '0002_remove_content_type_name'),
    ('auth', '0001_initial'),
    ('auth', '0002_alter_permission_name_max_length'),
    ('auth', '0003_alter_user_email_max_length'),
    ('auth', '0004_alter_user_username_opts'),
    ('auth', '0005_alter_user_last_login_null'),
    ('auth', '0006_require_contenttypes_0002'),
    ('auth', '0007_alter_validators_add_error_messages'),
    ('auth', '0008_alter_user_username_max_length'),
    ('auth', '0009_alter_user_last_name_max_length'),
    ('auth', '0010_alter_group_name_max_length'),
    ('auth', '0011_update_proxy_permissions'),
    ('auth', '0012_alter_user_first_name_max_length'),
    ('catalog', '0001_initial'),
    ('catalog', '0002_terms'),
    ('catalog', '0003_terms_stay'),
    ('cases', '0001_initial'),
    ('cases', '0002_people_by_email'),
    ('cases', '0003_finding'),
    ('cases', '0004_views'),
    ('cases', '0005_shape'),
    ('cases', '0006_talk'),
    ('cases', '0007_notifications'),
    ('cases', '0008_desk'),
    ('cases', '0009_quarantine'),
    ('cases', '0010_load_points'),
    ('cases', '0011_case_lists_of_people'),
    ('cases', '0012_queue_registered'),
    ('cases', '0013_chat'),
    ('cases', '0014_letters'),
    ('cases', '0015_opinion_book'),
    ('cases', '0016_messages_of_author'),
    ('cases', '0017_template_scenario'),
    ('cases', '0018_fingerprint'),
    ('cases', '0019_ended_by_class'),
    ('cases', '0020_wechat'),
    ('cases', '0021_notified_of_claims'),
    ('cases', '0022_notified_of_signs'),
    ('cases', '0023_cited_clauses'),
    ('cases', '0024_sms'),
    ('channels', '0001_initial'),
    ('channels', '0002_webhooks'),
    ('channels', '0003_inbound'),
    ('channels', '0004_calls'),
    ('channels', '0005_call_backs'),
    ('channels', '0006_wechat'),
    ('channels', '0007_sms'),
    ('clocks', '0001_initial'),
    ('clocks', '0002_promises'),
    ('clocks', '0003_alarms_by_rung'),
    ('complaints', '0001_initial'),
    ('complaints', '0002_about_staff'),
    ('complaints', '0003_assignment'),
    ('complaints', '0004_finding_waiting'),
    ('complaints', '0005_hand_back'),
    ('complaints', '0006_outlier_reason'),
    ('complaints', '0007_radar'),
    ('complaints', '0008_told_outcome'),
    ('complaints', '0009_suggestion'),
    ('customers', '0001_initial'),
    ('customers', '0002_policies_of_seller'),
    ('customers', '0003_record'),
    ('customers', '0004_claims'),
    ('customers', '0005_measured'),
    ('customers', '0006_stages'),
    ('customers', '0007_policies_of_product'),
    ('customers', '0008_party_indexes'),
    ('customers', '0009_terms_shown'),
    ('handbook', '0001_initial'),
    ('insights', '0001_initial'),
    ('knowledge', '0001_articles'),
    ('mfa', '0001_initial'),
    ('mfa', '0002_authenticator_timestamps'),
    ('mfa', '0003_authenticator_type_uniq'),
    ('procrastinate', '0001_initial'),
    ('procrastinate', '0002_drop_started_at_column'),
    ('procrastinate', '0003_drop_started_at_column'),
    ('procrastinate', '0004_drop_procrastinate_version_table'),
    ('procrastinate', '0005_fix_procrastinate_fetch_job'),
    ('procrastinate', '0006_fix_trigger_status_events_insert'),
    ('procrastinate', '0007_add_queueing_lock_column'),
    ('procrastinate', '0008_close_fetch_job_race_condition'),
    ('procrastinate', '0009_add_defer_job_function'),
    ('procrastinate', '0010_add_procrastinate_periodic_defers'),
    ('procrastinate', '0011_add_foreign_key_index'),
    ('procrastinate', '0012_add_locks_to_periodic_defer'),
    ('procrastinate', '0013_fix_procrastinate_defer_periodic_job'),
    ('procrastinate', '0014_add_finish_job_and_retry_job_functions'),
    ('procrastinate', '0015_add_trigger_on_job_deletion'),
    ('procrastinate', '0016_delete_finished_jobs'),
    ('procrastinate', '0017_add_checks_to_finish_job'),
    ('procrastinate', '0018_add_checks_to_retry_job'),
    ('procrastinate', '0019_fix_finish_job_compat_issue'),
    ('procrastinate', '0020_add_index_on_procrastinate_jobs'),
    ('procrastinate', '0021_add_kwargs_to_defer_periodic_job'),
    ('procrastinate', '0022_null_locks_excluded'),
    ('procrastinate', '0023_remove_old_finish_job_function'),
    ('procrastinate', '0024_job_id_bigint'),
    ('procrastinate', '0025_add_models'),
    ('procrastinate', '0026_add_job_priority'),
    ('procrastinate', '0027_add_periodic_job_priority'),
    ('procrastinate', '0028_add_cancel_states'),
    ('procrastinate', '0029_add_additional_params_to_retry_job'),
    ('procrastinate', '0030_alter_procrastinateevent_options'),
    ('procrastinate', '0031_add_indexes_for_fetch_job'),
    ('procrastinate', '0032_pre_cancel_notification'),
    ('procrastinate', '0033_post_cancel_notification'),
    ('procrastinate', '0034_pre_add_heartbeat'),
    ('procrastinate', '0035_post_add_heartbeat'),
    ('procrastinate', '0036_add_worker_model'),
    ('procrastinate', '0037_pre_batch_defer_jobs'),
    ('procrastinate', '0038_post_batch_defer_jobs'),
    ('procrastinate', '0039_pre_priority_lock_fetch_job'),
    ('procrastinate', '0040_pre_retry_failed_job'),
    ('procrastinate', '0041_post_retry_failed_job'),
    ('quality', '0001_initial'),
    ('service', '0001_initial'),
    ('service', '0002_visits'),
    ('service', '0003_request_to_archive'),
    ('sessions', '0001_initial'),
    ('socialaccount', '0001_initial'),
    ('socialaccount', '0002_token_max_lengths'),
    ('socialaccount', '0003_extra_data_default_dict'),
    ('socialaccount', '0004_app_provider_id_settings'),
    ('socialaccount', '0005_socialtoken_nullable_app'),
    ('socialaccount', '0006_alter_socialaccount_extra_data'),
    ('usersessions', '0001_initial')
) AS applied (app, name);

import Database

/// The texts of the claim's statements. `?1` is the team in all that seek.
enum ClaimStatements {
    private static let priorities = stride(from: 2, through: -2, by: -1)
    private static let claimable = "status IN ('scheduled', 'pending')"
    private static let looks = (0...32).map { lookText(requirements: $0) }

    /// Looks for an agent `?2` at `?3`, with requirements from `?4` on. The text depends on their number alone.
    static func look(requirements count: Int) -> String {
        count < looks.count ? looks[count] : lookText(requirements: count)
    }

    /// One seek for each pair of binding and requirement, and for each priority above the one where a job is due.
    private static func lookText(requirements count: Int) -> String {
        let seeks = priorities.map { priority in
            """
            (SELECT j.id FROM jobs j WHERE j.team_id = ?1 AND j.bound_agent_id = b.column1
              AND j.requirement_id = r.column1 AND j.priority = \(priority) AND j.available_at <= ?3 AND j.\(claimable)
              ORDER BY j.available_at, j.id LIMIT 1)
            """
        }
        let requirements = (0..<count).map { "(CAST(?\($0 + 4) AS BIGINT))" }
        return """
            SELECT a.status AS agent_status, a.is_paused + a.is_self_paused + a.is_disk_low + t.is_paused AS paused,
              (SELECT h.id FROM jobs h WHERE h.agent_id = a.id AND h.status IN ('assigned', 'running')) AS held,
              (SELECT count(*) FROM requirements) AS requirement_count,
              n.id, n.requirement_id, n.bound_agent_id, n.priority
            FROM agents a JOIN teams t ON t.id = a.team_id LEFT JOIN (
              SELECT c.id, c.requirement_id, c.bound_agent_id, c.priority
              FROM (VALUES (CAST(?2 AS BIGINT)), (0)) b CROSS JOIN (VALUES \(requirements.joined(separator: ", "))) r
              JOIN jobs c ON c.id = coalesce(\(seeks.joined(separator: ", ")))
              ORDER BY c.priority DESC, c.available_at, c.id LIMIT 1
            ) n ON 1 = 1
            WHERE a.id = ?2 AND a.team_id = ?1 AND a.deleted_at IS NULL
            """
    }

    static func take(_ lock: String) -> String {
        """
        UPDATE jobs SET status = 'assigned', attempt = attempt + 1, agent_id = ?6, lease_expires_at = ?7,
          assigned_at = ?5, started_at = NULL, not_before = NULL, progress = NULL, updated_at = ?5, updated_by = ?8
        WHERE id = (
          SELECT id FROM jobs WHERE team_id = ?1 AND bound_agent_id = ?2 AND requirement_id = ?3 AND priority = ?4
          AND available_at <= ?5 AND \(claimable) ORDER BY available_at, id LIMIT 1 \(lock))
        RETURNING id, guid, attempt, collection_id, pipeline_id, tool, parameters
        """
    }

    static let briefing = """
        SELECT c.guid, c.name, c.type, c.location, p.guid AS pipeline_guid, p.name AS pipeline_name,
          r.guid AS previous_guid, r.total_files, r.fingerprint, n.guid AS connector_guid, n.type AS connector_type,
          n.credential_location, n.configuration, n.sealed_credentials, n.key_id
        FROM collections c LEFT JOIN connectors n ON n.id = c.connector_id LEFT JOIN pipelines p ON p.id = ?2
        LEFT JOIN results r ON r.id = (SELECT max(l.id) FROM results l WHERE l.collection_id = ?1 AND l.tool = ?3)
        WHERE c.id = ?1
        """

    /// Leaps from pair to pair of binding and requirement, with a seek or two each.
    static let due = """
        WITH RECURSIVE pair (id, bound_agent_id, requirement_id) AS (
          SELECT * FROM (
            SELECT id, bound_agent_id, requirement_id FROM jobs WHERE team_id = ?1 AND \(claimable)
            ORDER BY bound_agent_id, requirement_id LIMIT 1
          ) first
          UNION ALL
          SELECT n.id, n.bound_agent_id, n.requirement_id FROM pair JOIN jobs n ON n.id = coalesce(
            (SELECT j.id FROM jobs j WHERE j.team_id = ?1 AND j.bound_agent_id = pair.bound_agent_id
              AND j.requirement_id > pair.requirement_id AND j.\(claimable) ORDER BY j.requirement_id LIMIT 1),
            (SELECT j.id FROM jobs j WHERE j.team_id = ?1 AND j.bound_agent_id > pair.bound_agent_id
              AND j.\(claimable) ORDER BY j.bound_agent_id, j.requirement_id LIMIT 1))
        )
        SELECT bound_agent_id, requirement_id, \(priorities.map(dueOfPriority).joined(separator: " + ")) AS due FROM pair
        """

    private static func dueOfPriority(_ priority: Int) -> String {
        """
        (SELECT count(*) FROM (
          SELECT 1 FROM jobs j WHERE j.team_id = ?1 AND j.bound_agent_id = pair.bound_agent_id
          AND j.requirement_id = pair.requirement_id AND j.priority = \(priority) AND j.available_at <= ?2
          AND j.\(claimable) LIMIT 20) due)
        """
    }
}

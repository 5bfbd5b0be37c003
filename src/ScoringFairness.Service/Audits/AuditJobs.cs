using Npgsql;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Audits;

/// <summary>The kinds of job that an audit is made of, in the order of its life: one plan, many fits, one evaluation.</summary>
internal static class AuditJobs
{
    /// <summary>Freezes the responses and plans the fits.</summary>
    public const string Plan = "plan";

    /// <summary>Trains a scorer on a split of all folds but one, and scores that one.</summary>
    public const string Fit = "fit";

    /// <summary>Makes measures of the scores.</summary>
    public const string Evaluate = "evaluate";

    /// <summary>Queues the one job of a kind that an audit has, in the caller's transaction.</summary>
    public static Task QueueAsync(NpgsqlConnection connection, string kind, string organisationId, string auditId) =>
        JobOutbox.AddAsync(connection, kind, QueueSettings.Audits, organisationId, auditId, [null]);
}

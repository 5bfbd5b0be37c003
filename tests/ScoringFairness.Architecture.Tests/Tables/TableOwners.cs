namespace ScoringFairness.Architecture.Tests.Tables;

/// <summary>Which slice a table belongs to: it alone reads and writes the table; others ask it.</summary>
internal static class TableOwners
{
    /// <summary>Benches set the program beside bare statements on the same tables, and look from outside at what it stored.</summary>
    public const string Outsider = "Bench";

    public static IReadOnlyDictionary<string, string> Service { get; } = new Dictionary<string, string>
    {
        ["activity"] = "Host",
        ["api_keys"] = "Host",
        ["attributed_responses"] = "Scores",
        ["audit_answers"] = "Reports",
        ["audit_responses"] = "Scores",
        ["audits"] = "Audits",
        ["browser_sessions"] = "Host",
        ["chat_accounts"] = "Scorers",
        ["chat_answers"] = "Scorers",
        ["chat_permissions"] = "Scorers",
        ["chat_sendings"] = "Scorers",
        ["chat_tunings"] = "Scorers",
        ["digest_secrets"] = "Planning",
        ["fits"] = "Training",
        ["guessed_groups"] = "Scores",
        ["items"] = "Items",
        ["job_outbox"] = "Host",
        ["kept_file_outcomes"] = "Responses",
        ["kept_files"] = "Responses",
        ["machine_scores"] = "Scores",
        ["measures"] = "Evaluation",
        ["organisations"] = "Host",
        ["out_of_fold_scores"] = "Scores",
        ["policies"] = "Audits",
        ["report_links"] = "Reports",
        ["responses"] = "Responses",
        ["schedules"] = "Schedules",
        ["score_tables"] = "Evaluation",
        ["swapped_scores"] = "Scores",
        ["taught_scores"] = "Scores",
        ["unscored_responses"] = "Scores",
        ["upload_errors"] = "Host",
        ["uploads"] = "Host",
        ["webhook_deliveries"] = "Webhooks",
        ["word_tables"] = "Evaluation",
    };
}

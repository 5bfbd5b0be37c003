using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Scores;

/// <summary>The machine scores from outside.</summary>
internal sealed class MachineScores(OrganisationDatabase database)
{
    /// <summary>The split under which an audit keeps scores from outside; they have none.</summary>
    public const string NoSplit = "";

    /// <summary>Copies the scores of a scorer into an audit, in the planning transaction.</summary>
    /// <param name="connection">The planning transaction.</param>
    /// <param name="by">Where they stand there.</param>
    /// <param name="repeats">Repeats of the audit; each gets them.</param>
    /// <param name="scorer">The scorer.</param>
    /// <param name="scale">The item's scale: a score's level is its nearest, as <see cref="ScoreScale.NearestLevel"/> has it.</param>
    /// <param name="responses">The responses that take part.</param>
    /// <param name="cancellation">Ends the copying.</param>
    /// <returns>The numbers of the responses that have a score.</returns>
    public static async Task<IReadOnlySet<int>> FreezeAsync(
        NpgsqlConnection connection, ScoredBy by, int repeats, string scorer, ScoreScale scale, IReadOnlyList<PlannedResponse> responses,
        CancellationToken cancellation)
    {
        var origin = scale.Minimum / scale.Step;
        var isWhole = Math.Abs(origin - Math.Round(origin)) <= 1e-6;
        return (await connection.QueryAsync<int>(new CommandDefinition(
            """
            insert into out_of_fold_scores (organisation_id, audit_id, item_id, scorer, split, repeat, fit_no, response_no, student_no,
                                            group_label, human_level, level, score, probabilities)
            select @OrganisationId, @AuditId, @ItemId, @Scorer, @Split, repeat, @FitNo, r.response_no, r.student_no, r.group_label, r.human_level,
                   greatest(0, least(@highest, round((m.score - @origin) / @step) - @shift)), m.score, m.probabilities
            from unnest(@responseIds, @numbers, @students, @groups, @levels) r(response_id, response_no, student_no, group_label, human_level)
            join machine_scores m on m.organisation_id = @OrganisationId and m.item_id = @ItemId and m.scorer = @scorer_name
              and m.response_id = r.response_id
            cross join generate_series(0, @repeats - 1) repeat
            returning response_no
            """,
            new
            {
                by.OrganisationId,
                by.AuditId,
                by.ItemId,
                by.Scorer,
                by.Split,
                by.FitNo,
                repeats,
                scorer_name = scorer,
                highest = (double)(scale.LevelCount - 1),
                step = scale.Step,
                origin = isWhole ? 0 : scale.Minimum,
                shift = isWhole ? Math.Round(origin) : 0,
                responseIds = responses.Select(response => response.ResponseId).ToArray(),
                numbers = responses.Select(response => response.ResponseNo).ToArray(),
                students = responses.Select(response => response.StudentNo).ToArray(),
                groups = responses.Select(response => response.Group).ToArray(),
                levels = responses.Select(response => (short)response.HumanLevel).ToArray(),
            },
            commandTimeout: 0, cancellationToken: cancellation))).ToHashSet();
    }

    /// <summary>Deletes the scores of responses of an item in the caller's transaction, which has locked the item.</summary>
    /// <returns>Scores deleted.</returns>
    public static Task<int> DeleteAsync(
        NpgsqlConnection connection, string organisationId, string itemId, IReadOnlyCollection<string>? responseIds) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            delete from machine_scores
            where organisation_id = @organisationId and item_id = @itemId and (@ids::text[] is null or response_id = any(@ids))
            """,
            new { organisationId, itemId, ids = responseIds?.ToArray() }, commandTimeout: 0));

    /// <summary>How many scores responses of an item have.</summary>
    public static Task<int> CountAsync(NpgsqlConnection connection, string organisationId, string itemId, IReadOnlyCollection<string> responseIds) =>
        connection.ExecuteScalarAsync<int>(
            "select count(*) from machine_scores where organisation_id = @organisationId and item_id = @itemId and response_id = any(@ids)",
            new { organisationId, itemId, ids = responseIds.ToArray() });

    /// <summary>A part of the scorers in the order of their names.</summary>
    public async Task<IReadOnlyList<SeenScorer>> ScorersAsync(string organisationId, string? after, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<SeenScorer>(new CommandDefinition(
            """
            select scorer, count(*) as scores, count(distinct item_id)::integer as items, min(created_at) as first_at, max(updated_at) as last_at
            from machine_scores
            where organisation_id = @organisationId and (@after::text is null or scorer > @after)
            group by scorer order by scorer limit @limit
            """,
            new { organisationId, after, limit }, commandTimeout: 0, cancellationToken: cancellation))).AsList();
    }

    /// <summary>The items of which each of the first scorers, by name, scored responses.</summary>
    public async Task<IReadOnlyList<(string Scorer, string[] ItemIds)>> ItemsAsync(string organisationId, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<(string, string[])>(new CommandDefinition(
            """
            select scorer, array_agg(distinct item_id order by item_id) from machine_scores
            where organisation_id = @organisationId group by scorer order by scorer limit @limit
            """,
            new { organisationId, limit }, commandTimeout: 0, cancellationToken: cancellation))).AsList();
    }

    /// <summary>How many responses of some items each of some scorers has scored.</summary>
    public async Task<IReadOnlyList<(string Scorer, string ItemId, long N)>> CountsAsync(
        string organisationId, IReadOnlyCollection<string> scorers, IReadOnlyCollection<string> itemIds, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<(string, string, long)>(new CommandDefinition(
            """
            select scorer, item_id, count(*) from machine_scores
            where organisation_id = @organisationId and scorer = any(@scorers) and item_id = any(@items) group by 1, 2
            """,
            new { organisationId, scorers = scorers.ToArray(), items = itemIds.ToArray() }, commandTimeout: 0, cancellationToken: cancellation))).AsList();
    }
}

/// <summary>A scorer whose scores came from outside.</summary>
internal sealed class SeenScorer
{
    /// <summary>Its name, as sent with its scores.</summary>
    public required string Scorer { get; init; }

    /// <summary>Scores stored.</summary>
    public long Scores { get; init; }

    /// <summary>Items that it scored responses of.</summary>
    public int Items { get; init; }

    /// <summary>When its first score came.</summary>
    public DateTime FirstAt { get; init; }

    /// <summary>When a score of it last came or changed.</summary>
    public DateTime LastAt { get; init; }
}

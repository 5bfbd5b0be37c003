using System.Globalization;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Scores;

/// <summary>A response that a scorer gave no score.</summary>
/// <param name="ResponseNo">Its place in the plan of its item.</param>
/// <param name="Group">Its group; null: not reported.</param>
/// <param name="Reason">refused, offScale or unreadable.</param>
internal sealed record UnscoredResponse(int ResponseNo, string? Group, string Reason);

/// <summary>Responses of a group that a scorer of an audit gave no score, in its first repeat.</summary>
public sealed record UnscoredCount
{
    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>The scorer.</summary>
    public required string Scorer { get; init; }

    /// <summary>The training split; null for a scorer that learns nothing.</summary>
    public string? Split { get; init; }

    /// <summary>The group; null: not reported.</summary>
    public string? Group { get; init; }

    /// <summary>refused (it would not grade them), offScale (it named a level that there is not) or unreadable (not the form that was asked for).</summary>
    public required string Reason { get; init; }

    /// <summary>Responses; null: suppressed, because fewer than minCellSize.</summary>
    public long? N { get; init; }

    /// <summary>Responses of the group; null: suppressed, because fewer than minCellSize.</summary>
    public long? Of { get; init; }

    /// <summary>The count for people.</summary>
    internal string Share => (N, Of) switch
    {
        (null, null) => "a few",
        (null, { } of) => string.Create(CultureInfo.InvariantCulture, $"a few of {of}"),
        var (n, of) => string.Create(CultureInfo.InvariantCulture, $"{n} of {of}"),
    };

    /// <summary>The reason for people.</summary>
    internal string Words => Reason switch { "refused" => "refused", "offScale" => "graded off the scale", _ => "answered unreadably" };
}

/// <summary>The responses that scorers of audits gave no score.</summary>
internal sealed class UnscoredResponses(OrganisationDatabase database)
{
    /// <summary>Writes those of one fit in the caller's transaction.</summary>
    public static Task WriteAsync(NpgsqlConnection connection, ScoredBy by, IEnumerable<UnscoredResponse> responses) =>
        connection.ExecuteAsync(
            """
            insert into unscored_responses (organisation_id, audit_id, item_id, scorer, split, repeat, fit_no, response_no, group_label, reason)
            values (@OrganisationId, @AuditId, @ItemId, @Scorer, @Split, @Repeat, @FitNo, @ResponseNo, @Group, @Reason)
            """,
            responses.Select(one => new
            {
                by.OrganisationId,
                by.AuditId,
                by.ItemId,
                by.Scorer,
                by.Split,
                by.Repeat,
                by.FitNo,
                one.ResponseNo,
                one.Group,
                one.Reason,
            }));

    /// <summary>Deletes those of some responses of an audit in the caller's transaction.</summary>
    public static Task DeleteAsync(
        NpgsqlConnection connection, string organisationId, string auditId, string itemId, IReadOnlyCollection<int> responseNumbers) =>
        connection.ExecuteAsync(
            """
            delete from unscored_responses
            where organisation_id = @organisationId and audit_id = @auditId and item_id = @itemId and response_no = any(@numbers)
            """,
            new { organisationId, auditId, itemId, numbers = responseNumbers.ToArray() });

    /// <summary>How many there are of each group, by item, scorer, split and reason.</summary>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="auditId">The audit.</param>
    /// <param name="minCellSize">Counts from 1 to below this are suppressed.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<IReadOnlyList<UnscoredCount>> CountsAsync(string organisationId, string auditId, int minCellSize, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<UnscoredCount>(new CommandDefinition(
            """
            select u.item_id, u.scorer, nullif(u.split, '') as split, u.group_label as "group", u.reason,
                   case when count(distinct p.student_no) >= @minCellSize then count(*) end as n,
                   (select case when count(distinct r.student_no) >= @minCellSize then count(*) end from audit_responses r
                    where r.organisation_id = @organisationId and r.audit_id = @auditId and r.item_id = u.item_id and r.response_id <> ''
                      and r.group_label is not distinct from u.group_label) as "of"
            from unscored_responses u join audit_responses p using (organisation_id, audit_id, item_id, response_no)
            where u.organisation_id = @organisationId and u.audit_id = @auditId and u.repeat = 0
            group by u.item_id, u.scorer, u.split, u.group_label, u.reason
            order by u.item_id, u.scorer, u.split, u.group_label nulls last, u.reason
            """,
            new { organisationId, auditId, minCellSize }, commandTimeout: 0, cancellationToken: cancellation))).AsList();
    }
}

using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Responses.Checks;
using ScoringFairness.Service.Responses.Privacy;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Responses;

/// <summary>The graded responses of the database.</summary>
internal sealed class ResponseStore(OrganisationDatabase database, TextCipher cipher)
{
    private const string Columns =
        "response_id, item_id, student_id, text, human_score, further_scores, groups::text as groups, cohort, submitted_at";

    /// <summary>A part of the texts of an item's responses as they are stored, or of some of them, in the order of their ids.</summary>
    public static async Task<IReadOnlyList<SealedText>> SealedTextsAsync(
        NpgsqlConnection connection, string organisationId, string itemId, IReadOnlyCollection<string>? responseIds, string? after, int limit) =>
        (await connection.QueryAsync<SealedText>(new CommandDefinition(
            """
            select item_id, response_id, text, text_digest from responses
            where organisation_id = @organisationId and item_id = @itemId and (@ids::text[] is null or response_id = any(@ids))
              and text is not null and (@after::text is null or response_id > @after)
            order by response_id limit @limit
            """,
            new { organisationId, itemId, ids = responseIds?.ToArray(), after, limit }, commandTimeout: 0))).AsList();

    /// <summary>Marks staged rows of an upload whose response is not stored, in the caller's transaction, which holds the items.</summary>
    /// <returns>Rows marked.</returns>
    public static Task<int> MarkUnknownAsync(NpgsqlConnection connection, string organisationId, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            update incoming set error_field = 'responseId', error_code = 'unknownResponse',
              error_message = format('There is no response ''%s'' of item ''%s''; send it with its human score to POST /v1/responses first.',
                                     response_id, item_id)
            where error_code is null and not exists (
              select 1 from responses r
              where r.organisation_id = @organisationId and r.item_id = incoming.item_id and r.response_id = incoming.response_id)
            """,
            new { organisationId }, commandTimeout: 0, cancellationToken: cancellation));

    /// <summary>Whether there is a response for every key that a statement finds.</summary>
    /// <remarks>Tables just filled have no statistics: what fits a handful of rows (loops, sorting) would be taken for a million.</remarks>
    /// <param name="connection">The connection.</param>
    /// <param name="keys">A statement of <c>item_id</c> and <c>response_id</c>, of this organisation.</param>
    /// <param name="parameters">What the statement takes; <c>organisationId</c> is among it.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Task<bool> AreKnownAsync(NpgsqlConnection connection, string keys, object parameters, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"""
            set local work_mem = '64MB'; set local enable_nestloop = off; set local enable_mergejoin = off;
            select not exists (
              select 1 from ({keys}) named where not exists (
                select 1 from responses r
                where r.organisation_id = @organisationId and r.item_id = named.item_id and r.response_id = named.response_id))
            """,
            parameters, commandTimeout: 0, cancellationToken: cancellation));

    /// <summary>The responses of an item by attribute, group and level.</summary>
    public async Task<IReadOnlyList<GroupCounts>> GroupCountsAsync(
        string organisationId, string itemId, ScoreScale scale, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var rows = await connection.QueryAsync<(string Attribute, string? Group, double Score, long N)>(
            """
            with attributes as (
              select distinct a.key as attribute from responses r, jsonb_object_keys(r.groups) a(key)
              where r.organisation_id = @organisationId and r.item_id = @itemId)
            select a.attribute, r.groups ->> a.attribute as label, r.human_score, count(*)
            from attributes a, responses r
            where r.organisation_id = @organisationId and r.item_id = @itemId
            group by 1, 2, 3 order by 1, 2 nulls last, 3
            """,
            new { organisationId, itemId });
        var students = await StudentCounts.OfAsync(connection, organisationId, itemId, scale);
        return
        [
            .. rows.GroupBy(row => (row.Attribute, row.Group)).Select(group => new GroupCounts
            {
                Students = students is not null && students.TryGetValue(group.Key, out var own) ? own : null,
                Attribute = group.Key.Attribute,
                Group = group.Key.Group,
                N = group.Sum(row => row.N),
                MeanHuman = group.Sum(row => row.Score * row.N) / group.Sum(row => row.N),
                Levels =
                [
                    .. Enumerable.Range(0, scale.LevelCount)
                        .Select(level => (long?)group.Where(row => scale.LevelOf(row.Score) == level).Sum(row => row.N)),
                ],
            }),
        ];
    }

    /// <summary>What about the responses of an item may mislead an audit.</summary>
    public async Task<ItemChecks> ChecksAsync(
        string organisationId, string itemId, ScoreScale scale, IReadOnlyList<GroupCounts> groups, int minCellSize, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var scores = await connection.QueryAsync<(double Score, long N)>(
            "select human_score, count(*) from responses where organisation_id = @organisationId and item_id = @itemId group by 1",
            new { organisationId, itemId });
        var levels = new long[scale.LevelCount];
        foreach (var (score, n) in scores)
        {
            levels[scale.LevelOf(score)!.Value] += n;
        }
        return ItemChecks.Of(
            scale, groups, levels,
            await CheckStore.TextLengthsAsync(connection, organisationId, itemId, ResponseSelection.All),
            await CheckStore.GroupSharesAsync(connection, organisationId, itemId, minCellSize),
            await NearDuplicates.FindAsync(CheckStore.TextsAsync(connection, organisationId, itemId, ResponseSelection.All, cipher)));
    }

    public async Task<GradedResponse?> FindAsync(string organisationId, string itemId, string responseId)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            $"select {Columns} from responses where organisation_id = @organisationId and item_id = @itemId and response_id = @responseId",
            new { organisationId, itemId, responseId });
        return row?.ToResponse(organisationId, cipher);
    }

    /// <summary>A part of the responses in the order of item and id, cut off where texts come to <see cref="Paging.MostBytes"/>.</summary>
    public async Task<Part<GradedResponse>> ListAsync(
        string organisationId, string? itemId, string? cohort, string? afterItem, string? afterResponse, int limit)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var rows = (await connection.QueryAsync<Row>(
            $"""
            with page as (
              select item_id, response_id,
                     sum(coalesce(octet_length(text), 0)) over (order by item_id, response_id) - coalesce(octet_length(text), 0) as before
              from responses
              where organisation_id = @organisationId and (@itemId::text is null or item_id = @itemId)
                and (@cohort::text is null or cohort = @cohort)
                and (@afterItem::text is null or (item_id, response_id) > (@afterItem, @afterResponse))
              order by item_id, response_id limit @limit)
            select {Columns}, (select count(*) from page) as found
            from responses join page using (item_id, response_id)
            where organisation_id = @organisationId and before < @MostBytes order by item_id, response_id
            """,
            new { organisationId, itemId, cohort, afterItem, afterResponse, limit, Paging.MostBytes })).AsList();
        return new Part<GradedResponse>(
            [.. rows.Select(row => row.ToResponse(organisationId, cipher))], More: rows.Count > 0 && rows.Count < rows[0].Found);
    }

    /// <summary>Deletes responses of an item in the caller's transaction, which has locked the item; all of them where no ids are given.</summary>
    /// <returns>Responses deleted.</returns>
    public static Task<int> DeleteAsync(
        NpgsqlConnection connection, string organisationId, string itemId, IReadOnlyCollection<string>? responseIds) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            delete from responses
            where organisation_id = @organisationId and item_id = @itemId and (@ids::text[] is null or response_id = any(@ids))
            """,
            new { organisationId, itemId, ids = responseIds?.ToArray() }, commandTimeout: 0));

    /// <summary>Erases texts that were stored some days ago, a batch at a time, in the caller's transaction.</summary>
    /// <returns>The texts, as they were stored.</returns>
    public static async Task<IReadOnlyList<SealedText>> EraseOldTextsAsync(
        NpgsqlConnection connection, string organisationId, int days, int batch, CancellationToken cancellation) =>
        (await connection.QueryAsync<SealedText>(new CommandDefinition(
            """
            with old as (
              select item_id, response_id, text, text_digest from responses
              where organisation_id = @organisationId and text is not null and created_at < now() - @days * interval '1 day'
              order by created_at limit @batch for update skip locked),
            erased as (
              update responses r set text = null, text_digest = null, text_length = null, updated_at = now() from old
              where r.organisation_id = @organisationId and (r.item_id, r.response_id) = (old.item_id, old.response_id))
            select item_id, response_id, text, text_digest from old
            """,
            new { organisationId, days, batch }, commandTimeout: 0, cancellationToken: cancellation))).AsList();

    /// <summary>The responses of a student, in the caller's transaction.</summary>
    public static async Task<IReadOnlyList<(string ItemId, string ResponseId)>> OfStudentAsync(
        NpgsqlConnection connection, string organisationId, string studentId) =>
        (await connection.QueryAsync<(string, string)>(
            """
            select item_id, response_id from responses
            where organisation_id = @organisationId and student_id = @studentId order by item_id, response_id
            """,
            new { organisationId, studentId })).AsList();

    private sealed class Row
    {
        /// <summary>How many a page would hold were it not for their size.</summary>
        public long Found { get; init; }

        public required string ResponseId { get; init; }

        public required string ItemId { get; init; }

        public string? StudentId { get; init; }

        public string? Text { get; init; }

        public double HumanScore { get; init; }

        public required double[] FurtherScores { get; init; }

        public required string Groups { get; init; }

        public string? Cohort { get; init; }

        public DateTime? SubmittedAt { get; init; }

        public GradedResponse ToResponse(string organisationId, TextCipher cipher) => new()
        {
            ResponseId = ResponseId,
            ItemId = ItemId,
            StudentId = StudentId,
            Text = Text is null ? null : cipher.Open(Text, organisationId, ItemId, ResponseId),
            HumanScore = HumanScore,
            FurtherScores = FurtherScores,
            Groups = JsonSerializer.Deserialize<Dictionary<string, string>>(Groups)!,
            Cohort = Cohort,
            SubmittedAt = SubmittedAt,
        };
    }
}

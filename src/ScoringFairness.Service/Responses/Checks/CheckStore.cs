using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Responses.Checks;

/// <summary>Reads what the checks of an item's data rest on.</summary>
internal static class CheckStore
{
    /// <summary>Texts compared with each other at most; of more, a fixed sample.</summary>
    public const int MostTexts = 20_000;

    /// <summary>How long texts are by group of the crossed attributes, or, where none are named, of every attribute.</summary>
    public static async Task<IReadOnlyList<TextLength>> TextLengthsAsync(
        NpgsqlConnection connection, string organisationId, string itemId, ResponseSelection selection) =>
        (await connection.QueryAsync<(string Attribute, string? Group, long N, double Mean, double? Sd)>(new CommandDefinition(
            $"""
            with own as (
              select groups, coalesce(text_length, char_length(text)) as length from responses
              where organisation_id = @organisationId and item_id = @itemId and {ResponseSelection.Condition} and text is not null),
            labelled as (
              select key as attribute, own.groups ->> key as label, length
              from own, (select distinct key from own, jsonb_object_keys(groups) key) keys where @attributes::text[] is null
              union all
              select array_to_string(@attributes, '|'), {GroupRule.Label}, length from own where @attributes::text[] is not null)
            select attribute, label, count(*), avg(length)::double precision, stddev_samp(length)::double precision
            from labelled group by 1, 2 order by 1, 2 nulls last
            """,
            selection.Parameters(new { organisationId, itemId }), commandTimeout: 0)))
        .Select(row => new TextLength(row.Attribute, row.Group, row.N, Math.Round(row.Mean, 2), row.Sd is { } sd ? Math.Round(sd, 2) : null)).ToList();

    /// <summary>How often each group answered an item, and all items.</summary>
    public static async Task<IReadOnlyList<GroupShare>> GroupSharesAsync(
        NpgsqlConnection connection, string organisationId, string itemId, int minCellSize)
    {
        var counts = await connection.QueryAsync<(string Attribute, string? Group, string ItemId, long N)>(new CommandDefinition(
            """
            with attributes as (
              select distinct key as attribute from responses, jsonb_object_keys(groups) key where organisation_id = @organisationId and item_id = @itemId)
            select a.attribute, r.groups ->> a.attribute as label, r.item_id, count(*)
            from attributes a, responses r where r.organisation_id = @organisationId group by 1, 2, 3 order by 1, 2 nulls last, 3
            """,
            new { organisationId, itemId }, commandTimeout: 0));
        return [.. counts.GroupBy(count => count.Attribute).SelectMany(attribute => Shares([.. attribute]))];

        IEnumerable<GroupShare> Shares(List<(string Attribute, string? Group, string ItemId, long N)> attribute)
        {
            var told = attribute.GroupBy(count => count.ItemId)
                .Select(item => ToldGroups.BesideTotal([.. item.Select(count => (count.Group, count.N))], minCellSize)).ToList();
            var (own, all) = ((double)attribute.Where(count => count.ItemId == itemId).Sum(count => count.N), (double)attribute.Sum(count => count.N));
            return
                from count in attribute
                group count by count.Group into same
                select new GroupShare(
                    attribute[0].Attribute, same.Key, Math.Round(same.Where(count => count.ItemId == itemId).Sum(count => count.N) / own, 4),
                    told.TrueForAll(item => item.Contains(same.Key)) ? Math.Round(same.Sum(count => count.N) / all, 4) : null);
        }
    }

    /// <summary>The texts of an item, or a sample of them that is the same each time, one after the other: together they may be gigabytes.</summary>
    public static async IAsyncEnumerable<SampledText> TextsAsync(
        NpgsqlConnection connection, string organisationId, string itemId, ResponseSelection selection, TextCipher cipher)
    {
#pragma warning disable DAP018 // The analyser does not look into the condition that is set in, which names the parameters.
        var rows = connection.QueryUnbufferedAsync<SampledText>(
            $"""
            select response_id, student_id, text from responses
            where organisation_id = @organisationId and item_id = @itemId and {ResponseSelection.Condition} and text is not null
            order by text_digest, response_id collate "C" limit @MostTexts
            """,
            selection.Parameters(new { organisationId, itemId, MostTexts }), commandTimeout: 0);
#pragma warning restore DAP018
        await foreach (var row in rows)
        {
            yield return row with { Text = cipher.Open(row.Text, organisationId, itemId, row.ResponseId) };
        }
    }
}

namespace ScoringFairness.Service.Tests.Reports.Doors;

/// <summary>Sentences of earlier versions that no step can suppress are taken out of the database by its migration.</summary>
public sealed class EarlierSentencesTests(SmallGroupsService small) : IClassFixture<SmallGroupsService>
{
    [Fact]
    public async Task Stored_notes_and_warnings_of_small_groups_tell_no_number_after_the_migration()
    {
        var (database, audit) = (small.Service.Database, small.Audits["language"]);
        await database.ScalarAsync<object>(
            $$"""
            update audits set warnings = warnings || '[
              { "code": "smallGroup", "itemId": "essay",
                "message": "Group ''Klingon'' has 6 responses, fewer than 30; its contrasts are undefined." },
              { "code": "scaleHardlyUsed", "itemId": "essay", "message": "85 % of the responses have the human score 1." } ]'::jsonb
            where audit_id = '{{audit}}'
            """);
        await database.ScalarAsync<object>(
            $"""
            update measures set note = 'Group ''Klingon'' has 6 responses, fewer than the 30 asked for (minGroupSize).'
            where audit_id = '{audit}' and row_no = 1
            """);

        var script = Path.Combine(Checkout.Folder, "db", "migrations", "0071_no_words_of_small_groups.sql");
        await database.ScalarAsync<object>(await File.ReadAllTextAsync(script, TestContext.Current.CancellationToken));

        var warnings = (await small.Http.ReadAsync($"/v1/audits/{audit}"))["warnings"]!.ToJsonString();
        Assert.DoesNotContain("Klingon", warnings, StringComparison.Ordinal);
        Assert.Contains("scaleHardlyUsed", warnings, StringComparison.Ordinal);
        Assert.Contains("warningsSuppressed", warnings, StringComparison.Ordinal);
        Assert.Equal(
            "Group 'Klingon' has fewer responses than the 30 asked for (minGroupSize).",
            await database.ScalarAsync<string>($"select note from measures where audit_id = '{audit}' and row_no = 1"));
        // An audit without such a group keeps its warnings.
        var whole = (await small.Http.ReadAsync($"/v1/audits/{small.Audits["whole"]}"))["warnings"]!.ToJsonString();
        Assert.Contains("unusedLevels", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("warningsSuppressed", whole, StringComparison.Ordinal);
    }
}

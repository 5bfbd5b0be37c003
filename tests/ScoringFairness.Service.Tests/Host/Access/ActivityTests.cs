using Npgsql;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Tests.Host.Access;

/// <summary>Who did what is on record, for the organisation's admins, for good.</summary>
public sealed class ActivityTests(GuardedService guarded) : IClassFixture<GuardedService>
{
    [Fact]
    public async Task What_is_done_is_recorded_with_who_did_it_and_without_what_is_private()
    {
        var (admin, ingest, read) = (guarded.Keys[("default", Role.Admin)], guarded.Keys[("default", Role.Ingest)], guarded.Keys[("default", Role.Read)]);
        await guarded.SendAsync(ingest, HttpMethod.Put, "/v1/items/recorded", """{ "scale": { "min": 0, "max": 1, "step": 1 } }""");
        await guarded.SendAsync(
            ingest, HttpMethod.Post, "/v1/responses",
            """
            [ { "responseId": "r", "itemId": "recorded", "studentId": "pupil-77", "text": "a private sentence", "humanScore": 1,
                "groups": { "gender": "female" } } ]
            """);
        await guarded.SendAsync(read, HttpMethod.Get, "/v1/responses?itemId=recorded");
        await guarded.SendAsync(ingest, HttpMethod.Delete, "/v1/students/pupil-77");
        await guarded.SendAsync(ingest, HttpMethod.Delete, "/v1/items/recorded");
        var (_, page) = await guarded.SendAsync(admin, HttpMethod.Get, "/v1/activity?limit=200");
        var text = page!.ToJsonString();
        Assert.DoesNotContain("pupil-77", text, StringComparison.Ordinal);
        Assert.DoesNotContain("private sentence", text, StringComparison.Ordinal);
        var newest = page["items"]!.AsArray().Take(5).Select(entry => ((string)entry!["action"]!, (string)entry["actor"]!)).ToList();
        var (writer, reader) = ($"key:{ingest.Split('_')[1]}", $"key:{read.Split('_')[1]}");
        Assert.Equal(
            [
                ("item.deleted", writer), ("student.erased", writer), ("responses.read", reader), ("responses.ingested", writer),
                ("item.created", writer),
            ], newest);
        Assert.Contains(page["items"]!.AsArray(), entry => (string)entry!["action"]! == "audit.started" && (string)entry["subject"]! == guarded.AuditId);
        Assert.Contains(page["items"]!.AsArray(), entry => (string)entry!["action"]! == "key.created" && (string)entry["actor"]! == "command line");
        var (_, others) = await guarded.SendAsync(guarded.Keys[("other", Role.Admin)], HttpMethod.Get, "/v1/activity");
        Assert.All(others!["items"]!.AsArray(), entry => Assert.Equal("key.created", (string)entry!["action"]!));
    }

    [Theory]
    [InlineData("update activity set actor = 'nobody'")]
    [InlineData("delete from activity")]
    [InlineData("truncate activity")]
    public async Task The_record_only_grows(string statement)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => guarded.Service.Database.ScalarAsync<object>(statement));
        Assert.Contains("only grows", refused.MessageText, StringComparison.Ordinal);
    }
}

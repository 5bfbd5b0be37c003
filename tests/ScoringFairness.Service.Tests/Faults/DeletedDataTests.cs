namespace ScoringFairness.Service.Tests.Faults;

/// <summary>What an audit trains on is deleted meanwhile: the audit fails, and says so in a sentence.</summary>
public sealed class DeletedDataTests
{
    [Theory]
    [InlineData("linear", true, "The item was deleted while the audit trained; start another audit without it.")]
    [InlineData("bert", true, "The item was deleted while the audit trained; start another audit without it.")]
    [InlineData("linear", false, "So many of its responses were deleted while the audit trained that the rest cannot be trained on; start another audit.")]
    [InlineData("bert", false, "So many of its responses were deleted while the audit trained that the rest cannot be trained on; start another audit.")]
    public async Task A_deletion_is_the_reason_that_the_audit_names(string kind, bool isItem, string reason)
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database);
        await service.SendResponsesAsync(48);
        string id;
        using (ServiceProcess.StartWorker(database, ("Worker__Queues", "audits")))
        {
            id = await service.StartAuditAsync(
                $$"""
                { "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100,
                  "scorers": [ { "kind": "{{kind}}", "splits": ["mixed"] } ] }
                """);
            await service.Http.WaitAsync(id, audit => (string)audit["status"]! == "training");
        }
        if (isItem)
        {
            Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/items/q")).Status);
        }
        else
        {
            for (var student = 0; student < 47; student++)
            {
                Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Delete, $"/v1/students/s{student}")).Status);
            }
        }
        using var worker = ServiceProcess.StartWorker(database, ("Worker__Queues", "fits"));
        var failed = await service.Http.WaitAsync(id);
        Assert.Equal("failed", (string)failed["status"]!);
        Assert.StartsWith($"Item 'q', scorer '{kind}', split 'mixed', fold ", (string)failed["error"]!, StringComparison.Ordinal);
        Assert.EndsWith($": {reason}", (string)failed["error"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", worker.Log, StringComparison.Ordinal);
    }
}

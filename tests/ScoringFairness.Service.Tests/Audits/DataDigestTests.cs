using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ScoringFairness.Service.App;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Tests.Audits;

/// <summary>The digest of an audit's data says whether two saw the same, and to nobody who tries what they were.</summary>
public sealed class DataDigestTests
{
    private const string Audited =
        """{ "items": ["q"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }""";

    [Fact]
    public async Task It_is_the_same_for_the_same_data_and_of_no_use_without_the_organisations_secret()
    {
        await using var service = new RunningService();
        await service.InitializeAsync();
        var rows = Enumerable.Range(0, 60).Select(at => (Id: $"r{at:D2}", Group: at % 2 == 0 ? "male" : "female", Score: at / 2 % 3)).ToList();
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=2&noText=true",
            "responseId,group.gender,humanScore\n" + string.Concat(rows.Select(row => $"{row.Id},{row.Group},{row.Score}\n")), "text/csv");
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/scores?scorer=vendor&item=q",
            "responseId,score\n" + string.Concat(rows.Select(row => $"{row.Id},{row.Score}\n")), "text/csv");
        var digest = await DigestAsync(service);
        Assert.Equal(digest, await DigestAsync(service));

        var plain = SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => string.Create(
            CultureInfo.InvariantCulture, $"q\u001f{row.Id}\u001f{row.Group}\u001f{row.Score}\u001f")))));
        Assert.NotEqual(Convert.ToHexStringLower(plain), digest);
        var secret = await service.Database.ScalarAsync<byte[]>("select secret from digest_secrets");
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(secret!, plain)), digest);
        await service.Database.ScalarAsync<object>("delete from digest_secrets");
        Assert.NotEqual(digest, await DigestAsync(service));
    }

    [Fact]
    public async Task Digests_of_before_are_keyed_like_new_ones()
    {
        await using var database = await TestDatabase.CreateAsync();
        var plain = SHA256.HashData("the data"u8);
        await database.ScalarAsync<int>(
            $"""
            drop table digest_secrets;
            delete from schemaversions where scriptname like '%secrets_of_digests.sql';
            insert into organisations (organisation_id) values ('other');
            insert into audits (organisation_id, audit_id, name, status, request, data_digest) values
              ('default', 'a', 'a', 'completed', '{"{}"}', '{Convert.ToHexStringLower(plain)}'),
              ('other', 'b', 'b', 'completed', '{"{}"}', '{Convert.ToHexStringLower(plain)}'),
              ('default', 'c', 'c', 'queued', '{"{}"}', null);
            """);
        await using (var application = WebService.Build(
            [$"--ConnectionStrings:Database={database.ConnectionString}", "--Worker:Enabled=false", "--Logging:LogLevel:Default=None"]))
        {
            Assert.Equal(1, await Migrations.ApplyAsync(application.Services, TestContext.Current.CancellationToken));
        }
        foreach (var (organisation, audit) in (IEnumerable<(string, string)>)[("default", "a"), ("other", "b")])
        {
            var secret = await database.ScalarAsync<byte[]>($"select secret from digest_secrets where organisation_id = '{organisation}'");
            Assert.Equal(
                Convert.ToHexStringLower(HMACSHA256.HashData(secret!, plain)),
                await database.ScalarAsync<string>($"select data_digest from audits where audit_id = '{audit}'"));
        }
        Assert.Equal(2L, await database.ScalarAsync<long>("select count(distinct data_digest) from audits"));
    }

    private static async Task<string> DigestAsync(RunningService service) => (string)(await service.Http.AuditAsync(Audited))["dataDigest"]!;
}

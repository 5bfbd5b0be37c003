using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Bench;

/// <summary>Keys of organisations that a benchmark acts as.</summary>
internal static class BenchKeys
{
    /// <summary>Makes the schema, the organisations, and a key of each.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> MakeAsync(
        ServiceFactory prepare, string connectionString, IReadOnlyList<string> organisations, CancellationToken cancellation)
    {
        await using var application = await prepare(
            [$"--ConnectionStrings:Database={connectionString}", "--urls=http://127.0.0.1:0", "--Worker:Enabled=false", "--Logging:LogLevel:Default=Warning"],
            cancellation);
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var organisation in organisations)
        {
            await application.Services.GetRequiredService<KeyStore>().AddOrganisationAsync(organisation, cancellation);
            var made = await application.Services.GetRequiredService<CreateKey>().RunAsync(
                new Caller(organisation, "bench"), new KeyRequest { Name = "bench", Roles = [Role.Ingest, Role.Read] }, cancellation);
            keys[organisation] = ((Outcome<CreatedKey>.Done)made).Value.Key;
        }
        return keys;
    }
}

using System.CommandLine;
using System.Globalization;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.App;

/// <summary><c>keys</c>: makes, lists and revokes API keys beside the database.</summary>
internal static class KeysCommand
{
    private const string Actor = "command line";

    public static Command Create()
    {
        var organisation = new Option<string>("--organisation")
        {
            Description = "The organisation; it is made if it is not known (default: default).",
            DefaultValueFactory = _ => Caller.OpenOrganisation,
            Recursive = true,
        };
        return new Command("keys", "Makes, lists and revokes API keys.") { organisation, New(organisation), List(organisation), Revoke(organisation) };
    }

    private static Command New(Option<string> organisation)
    {
        var name = new Option<string>("--name") { Description = "What the key is for.", Required = true };
        var roles = new Option<string[]>("--roles")
        {
            Description = "What it may do: ingest, audit, read, admin; separated by spaces or given several times.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        roles.AcceptOnlyFromAmong([.. Role.All]);
        var days = new Option<int?>("--expires-in-days") { Description = "Days until it opens nothing (default: it does not end)." };
        var command = new Command("create", "Makes a key and prints it, this once. From the first key on nobody is let in without one.") { name, roles, days };
        command.SetAction((parsed, cancellation) => WithDatabaseAsync(
            async services =>
            {
                var request = new KeyRequest { Name = parsed.GetValue(name)!, Roles = parsed.GetValue(roles)!, ExpiresInDays = parsed.GetValue(days) };
                var organisationId = parsed.GetValue(organisation)!;
                var problems = request.Problems().Select(one => $"{one.Key}: {string.Join(' ', one.Value)}").ToList();
                if (Identifier.Problem(organisationId) is { } problem)
                {
                    problems.Add($"--organisation {problem}.");
                }
                if (problems.Count > 0)
                {
                    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, problems));
                    return 1;
                }
                await services.GetRequiredService<KeyStore>().AddOrganisationAsync(organisationId, cancellation);
                var made = await services.GetRequiredService<CreateKey>().RunAsync(new Caller(organisationId, Actor), request, cancellation);
                Console.WriteLine(((Outcome<CreatedKey>.Done)made).Value.Key);
                return 0;
            },
            cancellation));
        return command;
    }

    private static Command List(Option<string> organisation)
    {
        var command = new Command("list", "Lists the keys of an organisation, without their secrets.");
        command.SetAction((parsed, cancellation) => WithDatabaseAsync(
            async services =>
            {
                foreach (var key in await services.GetRequiredService<KeyStore>().ListAsync(parsed.GetValue(organisation)!, cancellation))
                {
                    var end = key.RevokedAt is { } revoked ? $"revoked {Day(revoked)}" : key.ExpiresAt is { } expires ? $"until {Day(expires)}" : "no end";
                    Console.WriteLine(
                        $"{key.KeyId}  {string.Join('+', key.Roles)}  {key.Name}  made {Day(key.CreatedAt)} by {key.CreatedBy}, {end}, "
                        + (key.LastUsedAt is { } used ? $"used {Day(used)}" : "never used"));
                }
                return 0;
            },
            cancellation));
        return command;

        static string Day(DateTime at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static Command Revoke(Option<string> organisation)
    {
        var id = new Argument<string>("id") { Description = "The key's id, as `keys list` shows it." };
        var command = new Command("revoke", "Revokes a key.") { id };
        command.SetAction((parsed, cancellation) => WithDatabaseAsync(
            async services =>
            {
                var isKnown = await services.GetRequiredService<RevokeKey>().RunAsync(
                    new Caller(parsed.GetValue(organisation)!, Actor), parsed.GetValue(id)!, cancellation);
                await Console.Error.WriteLineAsync(isKnown ? "The key opens nothing from now on." : "There is no such key in this organisation.");
                return isKnown ? 0 : 1;
            },
            cancellation));
        return command;
    }

    private static async Task<int> WithDatabaseAsync(Func<IServiceProvider, Task<int>> work, CancellationToken cancellation)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(["--Worker:Enabled=false", "--Logging:LogLevel:Default=Warning"]);
        builder.AddEverything();
        using var host = builder.Build();
        await Migrations.ApplyAsync(host.Services, cancellation);
        return await work(host.Services);
    }
}

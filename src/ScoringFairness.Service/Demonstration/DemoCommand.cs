using System.CommandLine;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Access;
using Spectre.Console;

namespace ScoringFairness.Service.Demonstration;

/// <summary><c>demo</c>: the service, with an audit of invented students run through its own REST interface.</summary>
internal static class DemoCommand
{
    /// <summary>Columns of a line where no terminal gives a width: enough for the table of answers.</summary>
    private const int RedirectedWidth = 160;

    /// <summary>The status where the service lets the demonstration not in.</summary>
    private const int NotRun = 2;

    private const string FormSetting = "Logging__Console__FormatterName";

    /// <param name="prepare">Makes the service.</param>
    public static Command Create(ServiceFactory prepare)
    {
        var once = new Option<bool>("--once")
        {
            Description = $"End after the audit; the exit status tells whether it completed ({NotRun}: it was not run, for want of a key).",
        };
        var again = new Option<bool>("--again") { Description = "Run the audit again, though this database has it; else that one is shown." };
        var service = new Option<Uri?>("--service")
        {
            Description = "Use a service that runs already, at this address.",
            CustomParser = argument =>
            {
                if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme.StartsWith("http", StringComparison.Ordinal))
                {
                    return address;
                }
                argument.AddError("--service takes an address such as http://127.0.0.1:8080.");
                return null;
            },
        };
        var command = new Command("demo", "Starts the service, loads invented students, audits scorers trained on them, and stays up.")
        {
            once, again, service,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(service) is { } address)
            {
                return await RunAsync(address, parsed.GetValue(again), cancellation);
            }
            // Whoever starts it reads its lines, whether on a terminal or in a file; a setting still names another form.
            string[] form = Environment.GetEnvironmentVariable(FormSetting) is null
                ? [$"--{FormSetting.Replace("__", ":", StringComparison.Ordinal)}=simple"]
                : [];
            await using var application = await prepare(
            [
                .. form,
                "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Extensions.Hosting=Critical",
                "--Logging:LogLevel:Hangfire.Server.Worker=Error",
            ], cancellation);
            await application.StartAsync(cancellation);
            var own = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            var status = await RunAsync(own, parsed.GetValue(again), cancellation);
            if (!parsed.GetValue(once) && !cancellation.IsCancellationRequested)
            {
                AnsiConsole.MarkupLine("The service stays up; [bold]Ctrl-C[/] ends it.");
                await application.WaitForShutdownAsync(cancellation);
                status = status == NotRun ? 0 : status;
            }
            await application.StopAsync(CancellationToken.None);
            return status;
        });
        return command;
    }

    private static async Task<int> RunAsync(Uri service, bool again, CancellationToken cancellation)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = RedirectedWidth;
        }
        using var http = ServiceClient.To(service);
        try
        {
            return await new DemonstrationAudit(http, AnsiConsole.Console).RunAsync(again, cancellation) ? 0 : 1;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 130;
        }
        catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.Unauthorized)
        {
            await Console.Error.WriteLineAsync($"The demonstration was not run. {exception.Message} `serve` starts the service without it.");
            return NotRun;
        }
        catch (HttpRequestException exception)
        {
            await Console.Error.WriteLineAsync($"The demonstration failed: {exception.Message}");
            return 1;
        }
    }
}

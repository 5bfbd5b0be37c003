using System.CommandLine;

namespace ScoringFairness.Service.App;

/// <summary><c>serve</c>: the REST service, with a worker inside unless it is told otherwise.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var urls = new Option<string?>("--urls")
        {
            Description = "Address to listen on (default: the setting URLS, else http://127.0.0.1:8080).",
        };
        var noWorker = new Option<bool>("--no-worker")
        {
            Description = "Leave training and evaluation to `work` processes.",
        };
        var command = new Command("serve", "Runs the REST service, its pages and Swagger UI.") { urls, noWorker };
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] settings =
            [
                .. parsed.GetValue(urls) is { } address ? [$"--urls={address}"] : Array.Empty<string>(),
                .. parsed.GetValue(noWorker) ? ["--Worker:Enabled=false"] : Array.Empty<string>(),
            ];
            await using var application = WebService.Build(settings);
            await application.PrepareAsync(cancellation);
            await application.RunAsync(cancellation);
            return 0;
        });
        return command;
    }
}

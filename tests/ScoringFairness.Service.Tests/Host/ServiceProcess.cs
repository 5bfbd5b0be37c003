using System.Diagnostics;
using System.Text;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>The program as a process of its own.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private ServiceProcess(TestDatabase database, string verb, IEnumerable<(string Name, string Value)>? settings = null)
    {
        var start = new ProcessStartInfo("dotnet", $"{Program} {verb}") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ConnectionStrings__Database"] = database.ConnectionString;
        start.Environment["Worker__TakeOverSeconds"] = "5";
        start.Environment["Worker__PollSeconds"] = "0.2";
        foreach (var (name, value) in settings ?? [])
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }
        _process = Process.Start(start)!;
        DataReceivedEventHandler keep = (_, line) =>
        {
            lock (_log)
            {
                _log.AppendLine(line.Data);
            }
        };
        _process.OutputDataReceived += keep;
        _process.ErrorDataReceived += keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static string Program { get; } = typeof(WebService).Assembly.Location;

    public HttpClient Http { get; } = new();

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public static ServiceProcess StartWorker(TestDatabase database) => new(database, "work");

    public static async Task<ServiceProcess> StartAsync(TestDatabase database, IEnumerable<(string Name, string Value)>? settings = null)
    {
        var service = new ServiceProcess(database, "serve --urls http://127.0.0.1:0", settings);
        for (var tries = 0; tries < 600; tries++)
        {
            const string Listening = "Now listening on: ";
            if (service.Log is var log && log.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                service.Http.BaseAddress = new Uri(log[(at + Listening.Length)..].Split('"', 2)[0]);
                return service;
            }
            Assert.False(service._process.HasExited, log);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The service does not start.");
    }

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }
        _process.WaitForExit();
        _process.Dispose();
        Http.Dispose();
    }
}

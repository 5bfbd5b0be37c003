using System.Diagnostics;
using System.Text;
using ScoringFairness.Service.App;
using ScoringFairness.Service.Tests.Host.Logs;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>The program as a process of its own.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private ServiceProcess(string connectionString, string verb, IEnumerable<(string Name, string Value)> settings, string? within = null)
    {
        var start = within is null
            ? new ProcessStartInfo("dotnet", $"{Program} {verb}")
            : new ProcessStartInfo("unshare", ["--map-root-user", "--mount", "sh", "-c", $"{within} && exec dotnet {Program} {verb}"]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        start.Environment["ConnectionStrings__Database"] = connectionString;
        start.Environment["Worker__TakeOverSeconds"] = "5";
        start.Environment["Worker__PollSeconds"] = "0.2";
        start.Environment["Worker__ParallelFits"] = "1";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }
        _process = Process.Start(start)!;
        var (log, whose) = (TestLog.Current, $"{verb.Split(' ')[0]} {_process.Id}");
        DataReceivedEventHandler keep = (_, line) =>
        {
            log.Add($"{whose}: {line.Data}");
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

    public bool HasExited => _process.HasExited;

    /// <summary>Runs a verb of the program to its end.</summary>
    public static Task<(int Status, string Output, string Error)> RunAsync(
        string arguments, string? connectionString, params (string Name, string Value)[] settings) =>
        RunAsync(Program, arguments, connectionString, settings);

    /// <summary>Runs a verb of a program that lies elsewhere to its end.</summary>
    public static async Task<(int Status, string Output, string Error)> RunAsync(
        string program, string arguments, string? connectionString, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", $"{program} {arguments}") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ConnectionStrings__Database"] = connectionString;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }

    /// <summary>The program with any arguments; it has started.</summary>
    public static async Task<ServiceProcess> StartedAsync(string arguments, string connectionString, params (string Name, string Value)[] settings)
    {
        var process = new ServiceProcess(connectionString, arguments, settings);
        for (var tries = 0; tries < 600 && !process.HasExited; tries++)
        {
            if (process.Log.Contains("Application started", StringComparison.Ordinal))
            {
                return process;
            }
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        using (process)
        {
            throw new InvalidOperationException($"It does not start: {process.Log}");
        }
    }

    /// <summary>A worker; it may still be starting.</summary>
    public static ServiceProcess StartWorker(TestDatabase database, params (string Name, string Value)[] settings) =>
        StartWorker(database.ConnectionString, settings);

    public static ServiceProcess StartWorker(string connectionString, params (string Name, string Value)[] settings) =>
        new(connectionString, "work", settings);

    /// <summary>A worker that sees mounts of its own, made by a command of the shell.</summary>
    public static ServiceProcess StartWorkerWithin(string mounts, TestDatabase database, params (string Name, string Value)[] settings) =>
        new(database.ConnectionString, "work", settings, mounts);

    /// <summary>A service with a worker inside; it answers.</summary>
    public static Task<ServiceProcess> StartAsync(TestDatabase database, params (string Name, string Value)[] settings) =>
        StartAsync(database.ConnectionString, "", settings);

    /// <summary>A service without a worker; it answers.</summary>
    public static Task<ServiceProcess> StartWithoutWorkerAsync(TestDatabase database, params (string Name, string Value)[] settings) =>
        StartAsync(database.ConnectionString, " --no-worker", settings);

    public static async Task<ServiceProcess> StartAsync(string connectionString, string options, params (string Name, string Value)[] settings)
    {
        var service = new ServiceProcess(connectionString, $"serve --urls http://127.0.0.1:0{options}", settings);
        for (var tries = 0; tries < 600; tries++)
        {
            const string Listening = "Now listening on: ";
            if (service.Log is var log && log.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                service.Http.BaseAddress = new Uri(log[(at + Listening.Length)..].Split(['"', ' ', '\r', '\n'], 2)[0]);
                return service;
            }
            Assert.False(service._process.HasExited, log);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The service does not start.");
    }

    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Asks the process to end, as a service manager does.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("sh", ["-c", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"kill -TERM {_process.Id}")]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

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

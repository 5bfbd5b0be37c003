using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ScoringFairness.Service.Bench;

/// <summary>A process of this program that a benchmark starts, and may kill and start again.</summary>
internal sealed class BenchProcess : IDisposable
{
    private readonly string _connectionString;
    private readonly string _arguments;
    private readonly int? _parallelFits;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private Process _process;

    /// <param name="connectionString">Its database.</param>
    /// <param name="arguments">The verb.</param>
    /// <param name="parallelFits">Training runs at once; null: as the machine suggests.</param>
    /// <param name="settings">Further settings.</param>
    public BenchProcess(string connectionString, string arguments, int? parallelFits = 1, IReadOnlyDictionary<string, string>? settings = null)
    {
        (_connectionString, _arguments, _parallelFits, _settings) = (connectionString, arguments, parallelFits, settings ?? new Dictionary<string, string>());
        _process = Start();
    }

    private int _crashes;

    /// <summary>Times that it ended although nobody had asked it to.</summary>
    public int Crashes => _crashes + (_process.HasExited ? 1 : 0);

    /// <summary>The most memory that it has had.</summary>
    public double PeakMiB
    {
        get
        {
            _process.Refresh();
            return Math.Round(_process.PeakWorkingSet64 / 1048576.0);
        }
    }

    /// <summary>A port on loopback that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Kills it as the system does, without a word, and starts another.</summary>
    public async Task KillAsync()
    {
        _crashes = Crashes;
        _process.Kill(entireProcessTree: true);
        await RestartAsync();
    }

    /// <summary>Asks it to end, as a service manager does, and starts another.</summary>
    public async Task StopAsync()
    {
        _crashes = Crashes;
        using (var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {_process.Id}")]))
        {
            await kill.WaitForExitAsync();
        }
        await RestartAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task RestartAsync()
    {
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = Start();
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", $"{typeof(BenchProcess).Assembly.Location} {_arguments}") { RedirectStandardOutput = true };
        start.Environment["ConnectionStrings__Database"] = _connectionString;
        start.Environment["Worker__TakeOverSeconds"] = "5";
        if (_parallelFits is { } fits)
        {
            start.Environment["Worker__ParallelFits"] = fits.ToString(CultureInfo.InvariantCulture);
        }
        start.Environment["Logging__LogLevel__Default"] = "None";
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ScoringFairness.Scoring.Engines;

/// <summary>A running engine: its own session, its own temporary folder, a bare environment, and an eye on its limits.</summary>
internal sealed class EngineProcess : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a program that should have ended may take to end.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly EngineOptions _options;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-");
    private readonly Process _process;
    private readonly ProcessSession _session;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenRegistration _calledOff;
    private readonly Task _watching, _listening;
    private readonly StandardErrorTail _standardErrorTail = new();
    private long _killed;

    /// <summary>Starts it.</summary>
    /// <exception cref="FitException">It cannot be started.</exception>
    public EngineProcess(EngineOptions options, CancellationToken cancellation)
    {
        _options = options;
        try
        {
            _process = Process.Start(Start())!;
        }
        catch (Win32Exception exception)
        {
            _folder.Delete();
            throw new FitException($"Engine '{options.Name}' cannot be started: setsid (package util-linux) does not run ({exception.Message}).", exception);
        }
        _session = new(_process.Id, $"TMPDIR={_folder.FullName}\0");
        _listening = _standardErrorTail.ReadAsync(_process.StandardError);
        _watching = Task.Run(WatchAsync, CancellationToken.None);
        _calledOff = cancellation.Register(Kill);
    }

    /// <summary>Why it was ended from here: a limit; null where it was not.</summary>
    public string? Stopped { get; private set; }

    /// <summary>What it reads.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What it writes.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>Waits for what reads or writes its pipes.</summary>
    /// <returns>False where that still waits although the program was killed: a process that got away holds the pipe open.</returns>
    public bool Await(Task task)
    {
        while (Task.WaitAny([task], PollInterval) < 0)
        {
            if (Interlocked.Read(ref _killed) is > 0 and var since && Stopwatch.GetElapsedTime(since) > Grace) return false;
        }
        return true;
    }

    /// <summary>Waits for its end, as long as the grace is; then ends it.</summary>
    /// <returns>Its exit status.</returns>
    public int Wait()
    {
        if (!_process.WaitForExit(Grace))
        {
            Kill();
            _process.WaitForExit();
            return 0;
        }
        return _process.ExitCode;
    }

    /// <summary>Ends it and whatever it started.</summary>
    /// <returns>The end of what it wrote to its standard error.</returns>
    public string End()
    {
        _ended.Cancel();
        _watching.Wait();
        _calledOff.Dispose();
        Kill();
        _listening.Wait(Grace);
        return _standardErrorTail.ToString();
    }

    public void Dispose()
    {
        End();
        _process.Dispose();
        _ended.Dispose();
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What it left behind there lies in the temporary folder, which the system clears.
        }
    }

    private ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo("setsid", _options.Command)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
            WorkingDirectory = _folder.FullName,
        };
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["HOME"] = _folder.FullName;
        start.Environment["OMP_NUM_THREADS"] = _options.Threads.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (name, value) in _options.Environment) start.Environment[name] = value;
        // Last, for by it the processes are known that leave the session.
        start.Environment["TMPDIR"] = _folder.FullName;
        return start;
    }

    private void Kill()
    {
        // In its first moment it is in no session of its own yet.
        if (!_process.HasExited) _process.Kill();
        _session.Kill();
        Interlocked.CompareExchange(ref _killed, Stopwatch.GetTimestamp(), 0);
    }

    private async Task WatchAsync()
    {
        var clock = Stopwatch.StartNew();
        TimeSpan? exited = null;
        while (!_ended.IsCancellationRequested)
        {
            if (_process.HasExited) exited ??= clock.Elapsed;
            Stopped = clock.Elapsed > _options.Timeout ? $"it took longer than {_options.Timeout.TotalSeconds:0} seconds"
                : _session.Memory > _options.MemoryMiB << 20 ? $"its processes took more than {_options.MemoryMiB} MiB of memory"
                : null;
            // What a program that has ended left running may hold its output open for ever.
            if (Stopped is not null || clock.Elapsed - exited > Grace)
            {
                Kill();
                return;
            }
            await Task.Delay(PollInterval, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

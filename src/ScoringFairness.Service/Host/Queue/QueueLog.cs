using Hangfire.AspNetCore;
using Hangfire.Logging;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>
/// The queue's log. Hangfire keeps one for the whole process; where several services live in one process, as in tests, the
/// end of one must not fail the jobs of another because its loggers are gone.
/// </summary>
internal sealed class QueueLog(ILoggerFactory loggers) : ILogProvider
{
    private readonly AspNetCoreLogProvider _provider = new(loggers);

    public ILog GetLogger(string name)
    {
        try
        {
            return new Brief(_provider.GetLogger(name));
        }
        catch (ObjectDisposedException)
        {
            return new Silence();
        }
    }

    /// <summary>Of an outage, which Hangfire tells turn by turn, a line a turn is enough.</summary>
    private sealed class Brief(ILog log) : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) =>
            messageFunc is null || exception is null || Outage.Trace(exception) is not null
                ? log.Log(logLevel, messageFunc, exception)
                : log.Log(logLevel, () => $"{messageFunc()} {exception.Message}");
    }

    private sealed class Silence : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string> messageFunc, Exception? exception = null) => false;
    }
}

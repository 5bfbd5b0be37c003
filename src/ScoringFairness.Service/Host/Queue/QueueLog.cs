using Hangfire.AspNetCore;
using Hangfire.Logging;

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
            return _provider.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return new Silence();
        }
    }

    private sealed class Silence : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string> messageFunc, Exception? exception = null) => false;
    }
}

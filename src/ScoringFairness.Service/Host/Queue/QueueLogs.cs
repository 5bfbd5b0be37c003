using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>The queue's logs. Hangfire keeps one provider a process: one whose host has ended must not fail the workers of another.</summary>
internal sealed class QueueLogs(ILoggerFactory loggers) : ILogProvider
{
    private readonly AspNetCoreLogProvider _logs = new(loggers);

    public ILog GetLogger(string name)
    {
        try
        {
            return _logs.GetLogger(name);
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

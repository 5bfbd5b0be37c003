using System.Collections.Concurrent;

namespace ScoringFairness.Service.Tests.Host.Logs;

/// <summary>What the services and processes of a class of tests have logged since its last test ended. The tests of a class run one after the other.</summary>
internal sealed class TestLog
{
    private const int MostLines = 400;
    private static readonly ConcurrentDictionary<string, TestLog> Logs = [];
    private readonly ConcurrentQueue<string> _lines = [];

    /// <summary>The log of the class whose test, or whose fixture, is at work here.</summary>
    public static TestLog Current => Of(TestContext.Current.TestClass?.UniqueID ?? "");

    public static TestLog Of(string testClass) => Logs.GetOrAdd(testClass, _ => new TestLog());

    /// <summary>Adds a line; the oldest go where there are too many to read.</summary>
    public void Add(string line)
    {
        _lines.Enqueue(line);
        while (_lines.Count > MostLines && _lines.TryDequeue(out _))
        {
        }
    }

    /// <summary>Takes out all that is in it.</summary>
    public IReadOnlyList<string> Take()
    {
        List<string> lines = [];
        while (_lines.TryDequeue(out var line))
        {
            lines.Add(line);
        }
        return lines;
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ScoringFairness.Scoring.Engines;

/// <summary>The processes of a session (Linux): a program that was started by setsid, and all that it started in turn.</summary>
/// <param name="leader">The id of the program.</param>
/// <param name="mark">
/// A variable of the program's environment with its value, which no other program has: by it those are known that left the session.
/// </param>
internal sealed class ProcessSession(int leader, string mark)
{
    /// <summary>Resident memory of its processes together, in bytes; pages that they share count for each.</summary>
    public long Memory => Members().Sum(process => process.Pages) * Environment.SystemPageSize;

    /// <summary>Ends every process of it, and those that they start meanwhile.</summary>
    public void Kill()
    {
        // A process may start another between the look and the kill, so look again until none is left.
        for (var rounds = 0; rounds < 100 && Members(marked: true).ToList() is { Count: > 0 } members; rounds++)
        {
            foreach (var (id, _) in members) Kill(id);
            Thread.Sleep(1);
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It ended by itself.
        }
    }

    private IEnumerable<(int Id, long Pages)> Members(bool marked = false)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && Read(Path.Combine(folder, "stat")) is { } stat)
            {
                // After the name, which stands in parentheses and may hold any: state, parent, group, session, …; proc_pid_stat(5).
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[0] is not ("Z" or "X")
                    && (int.Parse(fields[3], CultureInfo.InvariantCulture) == leader
                        || (marked && Read(Path.Combine(folder, "environ"))?.Contains(mark, StringComparison.Ordinal) == true)))
                {
                    yield return (id, long.Parse(fields[21], CultureInfo.InvariantCulture));
                }
            }
        }
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

using System.Diagnostics;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>Waiting for what other threads and processes do.</summary>
internal static class Patience
{
    /// <summary>Waits until something is so; fails where it does not come to that.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, TimeSpan longest, string otherwise)
    {
        for (var clock = Stopwatch.StartNew(); !await isSo();)
        {
            Assert.True(clock.Elapsed < longest, otherwise);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits a minute at most.</summary>
    public static Task UntilAsync(Func<Task<bool>> isSo) => UntilAsync(isSo, TimeSpan.FromMinutes(1), "Nothing comes of it.");
}

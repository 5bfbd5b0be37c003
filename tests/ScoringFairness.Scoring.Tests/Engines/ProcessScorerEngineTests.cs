using System.Diagnostics;
using System.Globalization;
using ScoringFairness.Scoring.Engines;

namespace ScoringFairness.Scoring.Tests.Engines;

public sealed class ProcessScorerEngineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Answers whose length tells their level, on a scale from 1 in half points.</summary>
    private static FitRequest Request { get; } = new()
    {
        Training = [.. Enumerable.Range(0, 60).Select(n => Answer(n, n % 3))],
        Validation = [.. Enumerable.Range(60, 15).Select(n => Answer(n, n % 3))],
        Responses = [.. Enumerable.Range(75, 30).Select(n => Answer(n, n % 3).Text)],
        LevelCount = 3,
        Minimum = 1,
        Step = 0.5,
        Seed = 11,
    };

    [Fact]
    public void An_engine_learns_and_its_scores_come_back_in_the_order_of_the_responses()
    {
        var seen = new List<FitProgress>();
        var result = new ProcessScorerEngine(LengthEngine.Options()).Fit(Request, seen.Add, Cancellation);
        Assert.Equal(Enumerable.Range(75, 30).Select(n => n % 3), result.Scores.Select(score => score.Level));
        Assert.All(result.Scores, score => Assert.Equal(1, score.Probabilities.Sum(), 1e-3f));
        Assert.Equal(new EpochRecord(1, 0, 0, null), result.Epochs.Single());
        Assert.Equal((1, null), (result.ChosenEpoch, result.CheckpointDigest));
        Assert.Equal(seen.Select(one => one.Fraction).Order(), seen.Select(one => one.Fraction));
        Assert.Equal(3, seen.Count);
    }

    [Theory]
    [InlineData("crash", "ended with status 3. Its last words: Traceback: cannot read")]
    [InlineData("garbage", "a line that is not one of the protocol's: Scoring:")]
    [InlineData("missing", "with 1 of 30 rows not scored, the first of them row 2")]
    [InlineData("doubled", "it scored row 1 twice")]
    [InlineData("offscale", "its score of row 1 is off the scale")]
    [InlineData("shares", "its probabilities of row 1 are not 3 shares of 1")]
    [InlineData("early", "ended without the line 'done'")]
    [InlineData("late", "ended with status 5")]
    public void A_faulty_engine_fails_the_fit_with_what_it_did_and_no_text_of_a_response(string mode, string expected)
    {
        var exception = Assert.Throws<FitException>(() => new ProcessScorerEngine(LengthEngine.Options(mode)).Fit(Request, null, Cancellation));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("molecules", exception.ToString(), StringComparison.Ordinal);
        if (mode is "crash" or "garbage") Assert.Contains("[text removed]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_engine_that_takes_too_long_is_ended_with_all_that_it_started()
    {
        var options = LengthEngine.Options("hang") with { Timeout = TimeSpan.FromSeconds(1) };
        var clock = Stopwatch.StartNew();
        var exception = Assert.Throws<FitException>(() => new ProcessScorerEngine(options).Fit(Request, null, Cancellation));
        Assert.Contains("longer than 1 seconds", exception.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
        AssertNoneLeft();
    }

    [Fact]
    public void An_engine_that_takes_too_much_memory_is_ended()
    {
        var options = LengthEngine.Options("memory") with { MemoryMiB = 64 };
        var exception = Assert.Throws<FitException>(() => new ProcessScorerEngine(options).Fit(Request, null, Cancellation));
        Assert.Contains("more than 64 MiB", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_engine_ends_within_a_second_with_all_that_it_started()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var fit = Task.Run(() => new ProcessScorerEngine(LengthEngine.Options("hang")).Fit(Request, null, source.Token), Cancellation);
        while (Sleepers() < 2) await Task.Delay(20, Cancellation);
        var clock = Stopwatch.StartNew();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fit);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"{clock.Elapsed}");
        AssertNoneLeft();
    }

    [Fact]
    public void What_an_engine_leaves_running_ends_with_it()
    {
        Assert.Equal(30, new ProcessScorerEngine(LengthEngine.Options("leftover")).Fit(Request, null, Cancellation).Scores.Count);
        AssertNoneLeft();
    }

    [Fact]
    public void An_engine_sees_nothing_of_the_services_environment()
    {
        Environment.SetEnvironmentVariable("ENGINE_TEST_SECRET", "hunter2");
        var exception = Assert.Throws<FitException>(() => new ProcessScorerEngine(LengthEngine.Options("secret")).Fit(Request, null, Cancellation));
        Assert.Contains("OMP_NUM_THREADS=1", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_is_not_there_is_named()
    {
        var options = LengthEngine.Options() with { Command = ["/nowhere/scorer"] };
        var exception = Assert.Throws<FitException>(() => new ProcessScorerEngine(options).Fit(Request, null, Cancellation));
        Assert.Contains("/nowhere/scorer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_engine_that_never_reads_and_writes_a_line_without_end_fails()
    {
        var options = LengthEngine.Options() with { Command = ["/bin/sh", "-c", "exec cat /dev/zero"] };
        var large = Request with { Training = ShortAnswers.Make(5_000, 3) is var made ? [.. made.Select(one => one with { Level = one.Level % 3 })] : [] };
        var exception = Assert.Throws<FitException>(() => new ProcessScorerEngine(options).Fit(large, null, Cancellation));
        Assert.Contains("a line of more than", exception.Message, StringComparison.Ordinal);
    }

    private static LabelledText Answer(int number, int level)
    {
        var words = string.Join(' ', Enumerable.Repeat("hot molecules move \"faster\"\n", (int)Math.Pow(3, level)));
        return new(words + (number % 10).ToString(CultureInfo.InvariantCulture), level);
    }

    private static int Sleepers() => Directory.EnumerateDirectories("/proc").Count(folder =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")) == $"sleep\0{LengthEngine.Sleep}\0";
        }
        catch (IOException)
        {
            return false;
        }
    });

    private static void AssertNoneLeft()
    {
        for (var tries = 0; Sleepers() > 0 && tries < 50; tries++) Thread.Sleep(20);
        Assert.Equal(0, Sleepers());
    }
}

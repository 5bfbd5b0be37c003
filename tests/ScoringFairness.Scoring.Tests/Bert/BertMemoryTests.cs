using System.Diagnostics;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Training;
using TorchSharp;

namespace ScoringFairness.Scoring.Tests.Bert;

/// <summary>Counts what the whole process holds, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(BertMemoryTests), DisableParallelization = true)]
[Collection(nameof(BertMemoryTests))]
public sealed class BertMemoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memory_stays_where_it_is_over_many_fits(bool anyDevice)
    {
        var engine = new BertScorerEngine(
            BertDefaults.For("scratch:tiny") with { Epochs = 2, Device = anyDevice ? TorchDevice.Generic() : TorchDevice.Cpu });
        Fit(engine, 0);
        var tensors = LiveTensors();
        var memory = new List<double>();
        for (var i = 1; i <= 24; i++)
        {
            Fit(engine, i);
            Assert.Equal(tensors, LiveTensors());
            memory.Add(Megabytes());
        }
        // Twelve fits more, after twelve in which the allocator settled: less than 1 MB each. Medians, for one reading is some tens of MB off.
        Assert.True(Median(memory[12..]) - Median(memory[..12]) < 12, string.Join(' ', memory.Select(m => $"{m:F0}")));

        static double Median(List<double> some) => some.Order().Skip((some.Count - 1) / 2).Take(2).Average();
    }

    [Fact]
    public void A_cancelled_fit_leaves_no_tensor_behind()
    {
        var engine = new BertScorerEngine(BertDefaults.For("scratch:tiny"));
        Fit(engine, 0);
        var tensors = LiveTensors();
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(
            () => engine.Fit(ShortAnswers.Request(100, 20, 10), _ => source.Cancel(), source.Token));
        Assert.Equal(tensors, LiveTensors());
    }

    [Fact]
    public void Neither_does_one_by_the_path_of_any_device_in_bfloat16()
    {
        var engine = new BertScorerEngine(
            BertDefaults.For("scratch:tiny") with
            {
                Epochs = 2,
                PretrainingEpochs = 1,
                FrozenLayers = 1,
                Device = TorchDevice.Generic(TorchPrecision.BFloat16),
            });
        Fit(engine, 0);
        var tensors = LiveTensors();
        Fit(engine, 1);
        Assert.Equal(tensors, LiveTensors());
    }

    private static void Fit(BertScorerEngine engine, int seed)
    {
        var request = ShortAnswers.Request(64, 16, 32, seed, dataSeed: seed);
        Assert.Equal(32, engine.Fit(request, null, TestContext.Current.CancellationToken).Scores.Count);
    }

    private static long LiveTensors() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static double Megabytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1048576.0;
    }
}

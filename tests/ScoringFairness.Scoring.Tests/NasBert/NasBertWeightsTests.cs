using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ScoringFairness.Scoring.NasBert;

namespace ScoringFairness.Scoring.Tests.NasBert;

/// <summary>Whether there will be weights is said at once, and not when the package gives up after a minute.</summary>
public sealed class NasBertWeightsTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Without_a_file_and_without_a_network_a_sentence_says_what_to_do()
    {
        var clock = Stopwatch.StartNew();
        // Nothing listens on the port that RFC 1340 gives to multiplexing.
        var problem = new NasBertWeights(_home.Path) { Address = new Uri("http://127.0.0.1:1/NasBert2000000.tsm") }.Problem(Cancellation);
        Assert.StartsWith(
            "The weights of NAS-BERT are not in the folder NasBert__Folder yet, and http://127.0.0.1:1/NasBert2000000.tsm cannot be reached (", problem!,
            StringComparison.Ordinal);
        Assert.EndsWith("or put NasBert2000000.tsm into 'mlnet' below that folder.", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem!);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task Where_the_address_answers_they_will_be_fetched_and_an_error_is_told()
    {
        await using var server = LocalServer.Build();
        server.MapGet("/there.tsm", () => Results.Bytes([1, 2, 3]));
        await server.StartAsync(Cancellation);
        NasBertWeights At(string path) => new(_home.Path) { Address = new Uri($"{server.Urls.Single()}/{path}") };
        Assert.Null(At("there.tsm").Problem(Cancellation));
        Assert.Contains("/gone.tsm answers 404: ", At("gone.tsm").Problem(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_there_need_no_network()
    {
        NasBertFile.Write(_home.Path);
        var weights = new NasBertWeights(_home.Path) { Address = new Uri("http://127.0.0.1:1/") };
        Assert.Null(weights.Problem(Cancellation));
        var digest = weights.Digest();
        Assert.Equal(64, digest!.Length);
        NasBertFile.Write(_home.Path, seed: 2);
        Assert.NotEqual(digest, weights.Digest());
        Assert.Null(new NasBertWeights(_home.File("elsewhere")).Digest());
    }
}

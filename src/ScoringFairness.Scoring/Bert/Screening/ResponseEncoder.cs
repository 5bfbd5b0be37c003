using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Screening;

/// <summary>A pre-trained encoder as it is: a response becomes the means, over all tokens that are read, of what each layer gives.</summary>
/// <remarks>
/// All layers, for the lower ones hold what essays are scored by (spelling, grammar, length), and the last one of a sentence encoder was
/// trained to forget it.
/// </remarks>
internal sealed class ResponseEncoder : IDisposable
{
    /// <summary>Windows of a response at most: thirty times a long essay.</summary>
    private const int MostWindows = 256;

    /// <summary>Tokens, padding counted, that go through the encoder at once.</summary>
    private const int TokensAtOnce = 4096;

    private readonly BertOptions _options;
    private readonly PretrainedEncoder _encoder;
    private readonly int _padding;
    private readonly int _maxTokens;

    /// <summary>Reads the encoder, in the current dispose scope.</summary>
    public ResponseEncoder(BertOptions options, Checkpoint checkpoint)
    {
        _options = options;
        Tokenizer = new(checkpoint.Tokens.Vocabulary, checkpoint.Tokens.Basic);
        _encoder = new(checkpoint, options.Device);
        _padding = checkpoint.Config.PadTokenId;
        _maxTokens = Math.Min(options.MaxTokens, checkpoint.Config.MaxPositionEmbeddings);
    }

    /// <summary>How texts become tokens.</summary>
    public ResponseTokenizer Tokenizer { get; }

    /// <summary>SHA-256 over the encoder's weights.</summary>
    public string Digest => _encoder.Digest;

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();

    /// <summary>Encodes texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellation">Looked at between batches.</param>
    /// <returns>H numbers of each layer, the lowest first, for each text.</returns>
    public IReadOnlyList<float[]> Encode(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        var tokens = texts.Select(text => Tokenizer.Encode(text, _maxTokens, _options.LongTexts, MostWindows)).ToList();
        // Windows of like lengths go together, whosesoever they are.
        var windows = tokens.Index().SelectMany(text => text.Item.Windows.Select(window => (Text: text.Index, Ids: window))).ToList();
        var sums = new double[texts.Count][];
        foreach (var batch in LengthBatches.ForScoring([.. windows.Select(window => window.Ids.Length)], TokensAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            var values = Sums([.. batch.Select(at => windows[at].Ids)]);
            var width = values.Length / batch.Length;
            for (var row = 0; row < batch.Length; row++)
            {
                var sum = sums[windows[batch[row]].Text] ??= new double[width];
                for (var at = 0; at < width; at++) sum[at] += values[row * width + at];
            }
        }
        return [.. sums.Zip(tokens, (sum, text) => Array.ConvertAll(sum, value => (float)(value / text.Tokens)))];
    }

    /// <summary>Sums over the real tokens of each window, of each layer: [W, L × H] in a row.</summary>
    private float[] Sums(int[][] windows)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var batch = TokenBatch.Of([.. windows.Select(window => (TokenizedText)window)], _padding, _encoder.Device);
        var real = batch.Mask?.eq(0).to_type(ScalarType.Float32).view(windows.Length, -1, 1);
        var sums = _encoder.Hidden(batch).Select(hidden => (real is null ? hidden : hidden * real).sum(1));
        return cat([.. sums], 1).cpu().data<float>().ToArray();
    }
}

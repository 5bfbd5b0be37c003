using System.Text;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Checkpoints.Packages;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Parity;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Checkpoints.Packages;

/// <summary>The pre-trained encoders that come with the program.</summary>
public sealed class PackagedCheckpointTests
{
    /// <summary>The text of the oracles whose accents their tokenizer left, against BERT's own rules; its number, from 1.</summary>
    private const int Accented = 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("minilm-l6")]
    [InlineData("arctic-xs")]
    public void Hidden_states_are_those_of_another_implementation(string name)
    {
        var differences = EncoderParity.Measure(
            SharedFolder.Path("oracles", name), new() { Checkpoint = $"package:{name}" }, TorchDevice.Cpu, Cancellation);
        Assert.InRange(differences.Forward, 0, 1e-5);
        Assert.True(differences.Holds);
        Assert.Equal(6, differences.Texts);
        Assert.Equal([Accented], differences.OtherTokens);
    }

    [Theory]
    [InlineData("minilm-l6", true)]
    [InlineData("arctic-xs", false)]
    public void An_encoder_is_read_from_its_package_and_none_of_the_package_is_loaded(string name, bool hasPooler)
    {
        var encoder = PackagedEncoder.All.Single(one => one.Name == name);
        var checkpoint = new PackagedCheckpoint(encoder);
        Assert.Equal(hasPooler, checkpoint.HasPooler);
        Assert.Null(checkpoint.ClassifierLevels);
        Assert.Equal(30_522, checkpoint.Tokens.Vocabulary.Count);
        Assert.True(checkpoint.Tokens.Basic.LowerCase);
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), one => one.GetName().Name!.StartsWith("SentenceTransformers", StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.EnumerateFiles(AppContext.BaseDirectory, "*onnx*"), _ => true);
    }

    [Fact]
    public void The_vocabulary_is_BERT_s_and_so_are_the_tokens()
    {
        var tokens = new PackagedCheckpoint(PackagedEncoder.MiniLM).Tokens;
        var tokenizer = new ResponseTokenizer(tokens.Vocabulary, tokens.Basic);
        var pieces = tokenizer.Encode("unbelievably naïve café 12.5%", 40).Select(id => tokens.Vocabulary.Entries[id]);
        Assert.Equal(["[CLS]", "un", "##bel", "##ie", "##va", "##bly", "naive", "cafe", "12", ".", "5", "%", "[SEP]"], pieces);
        Assert.Equal(File.ReadAllText(SharedFolder.Path("data", "vocab", "vocab.txt")), Encoding.UTF8.GetString(tokens.Vocabulary.ToBytes()));
    }

    [Theory]
    [InlineData("package:minilm-l6", true)]
    [InlineData("package:arctic-xs", true)]
    [InlineData("package:minilm", false)]
    [InlineData("package:", false)]
    [InlineData("package:../minilm-l6", false)]
    [InlineData("Package:minilm-l6", false)]
    public void Packages_have_names_of_their_own(string checkpoint, bool isOne)
    {
        Assert.Equal(isOne, CheckpointName.Parse(checkpoint) is CheckpointName.Package);
        Assert.Equal(isOne, BertDefaults.For(checkpoint).Problems().Count == 0);
        Assert.Equal(isOne, BertDefaults.Checkpoints.Contains(checkpoint));
    }

    [Fact]
    public void A_package_that_is_not_there_is_named()
    {
        var refused = Assert.Throws<CheckpointException>(() => new PackagedCheckpoint(new("other", "SentenceTransformers.Other")));
        Assert.Contains("SentenceTransformers.Other.dll", refused.Message, StringComparison.Ordinal);
    }
}

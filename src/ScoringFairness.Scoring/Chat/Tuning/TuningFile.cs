using System.Security.Cryptography;
using System.Text;
using ScoringFairness.Scoring.Chat.Prompts;

namespace ScoringFairness.Scoring.Chat.Tuning;

/// <summary>A training or validation file of a fine-tuning job.</summary>
internal sealed class TuningFile
{
    private TuningFile(ChatSendingKind kind, byte[] lines, int count)
    {
        (Kind, Lines, Count) = (kind, lines, count);
        Digest = Convert.ToHexStringLower(SHA256.HashData(lines));
    }

    public ChatSendingKind Kind { get; }

    /// <summary>One conversation a line.</summary>
    public byte[] Lines { get; }

    /// <summary>Number of lines.</summary>
    public int Count { get; }

    public string Digest { get; }

    /// <summary>The file of some graded responses, in their order.</summary>
    public static TuningFile Of(ChatSendingKind kind, IReadOnlyList<LabelledText> graded, ChatPrompt prompt) =>
        new(kind, Encoding.UTF8.GetBytes(string.Concat(graded.Select(text => prompt.TrainingLine(text) + "\n"))), graded.Count);

    /// <summary>A name that tells the file from all others, and nothing else.</summary>
    public static string Name(string key, ChatSendingKind kind) =>
        $"scoring-fairness-{key[..16]}-{(kind == ChatSendingKind.TrainingFile ? "training" : "validation")}.jsonl";
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>Brings what a head sees to like sizes, by what the training responses gave before the first step. [B, E] → [B, E].</summary>
internal sealed class HeadInput : nn.Module<Tensor, Tensor>
{
    /// <summary>Standard deviations beyond which a number counts no more: one wild text must not bend the head.</summary>
    private const double Furthest = 40;

    /// <summary>[E]: what is subtracted. Not trained.</summary>
    internal readonly Parameter mean;

    /// <summary>[E]: what is multiplied by. Not trained.</summary>
    internal readonly Parameter scale;

    /// <summary>One that changes nothing yet.</summary>
    /// <param name="width">Numbers that the head sees (E).</param>
    public HeadInput(int width) : base(nameof(HeadInput))
    {
        mean = nn.Parameter(zeros(width), requires_grad: false);
        scale = nn.Parameter(ones(width), requires_grad: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => ((x - mean) * scale).clamp(-Furthest, Furthest);
}

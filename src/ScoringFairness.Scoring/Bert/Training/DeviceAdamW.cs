using TorchSharp;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>AdamW by torch's operations, on any device: nothing is brought to the processor.</summary>
/// <remarks>
/// A BERT has two hundred parameters, and a GPU takes longer to be told of an operation than to do it. So parameters of the same
/// rate and decay lie one after the other in one tensor, of which they are views, and an update is a dozen operations for all.
/// </remarks>
internal sealed class DeviceAdamW : AdamW
{
    private readonly List<Block> _blocks;
    private readonly Tensor _norm;
    private bool _joined;

    /// <summary>Makes the moments, in the current dispose scope.</summary>
    public DeviceAdamW(IReadOnlyList<AdamWSlot> slots)
    {
        _blocks = [.. slots.GroupBy(slot => (slot.Share, slot.Decay)).Select(block => new Block([.. block]))];
        _norm = zeros([], device: slots[0].Weight.device);
    }

    /// <inheritdoc/>
    public override double GradientNorm => _norm.item<float>();

    /// <inheritdoc/>
    protected override IEnumerable<(AdamWSlot Slot, Tensor M, Tensor V)> Moments => _blocks.SelectMany(block => block.Moments);

    /// <inheritdoc/>
    protected override void Step(in AdamWStep step)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        // Not before the first step: what was trained before it (further pre-training) has an optimizer of its own.
        if (!_joined) _blocks.ForEach(block => block.Join());
        _joined = true;
        var gradients = _blocks.ConvertAll(block => block.TakeGradient());
        _norm.copy_(stack(gradients.ConvertAll(gradient => gradient.norm())).norm());
        var scale = (step.MaximumNorm / (_norm + NormEpsilon)).clamp_max(1);
        foreach (var (block, gradient) in _blocks.Zip(gradients)) block.Update(gradient.mul_(scale), step);
    }

    /// <summary>Parameters of one rate and one decay.</summary>
    private sealed class Block
    {
        private readonly List<AdamWSlot> _slots;
        private readonly Tensor _weights;
        private readonly Tensor _m;
        private readonly Tensor _v;

        public Block(List<AdamWSlot> slots)
        {
            _slots = slots;
            var (numbers, device) = (slots.Sum(slot => slot.Weight.numel()), slots[0].Weight.device);
            (_weights, _m, _v) = (empty([numbers], device: device), zeros([numbers], device: device), zeros([numbers], device: device));
            Moments = [.. Views()];
        }

        public IReadOnlyList<(AdamWSlot Slot, Tensor M, Tensor V)> Moments { get; }

        /// <summary>Makes the parameters views of one tensor.</summary>
        public void Join()
        {
            _weights.copy_(nn.utils.parameters_to_vector(_slots.Select(slot => slot.Weight)));
            nn.utils.vector_to_parameters(_weights, _slots.Select(slot => slot.Weight));
        }

        /// <summary>The parameters' gradients, one after the other; they have none afterwards.</summary>
        public Tensor TakeGradient()
        {
            var gradient = cat([.. _slots.Select(slot => (slot.Weight.grad ?? zeros_like(slot.Weight)).flatten())]);
            foreach (var slot in _slots) slot.Weight.grad = null;
            return gradient;
        }

        public void Update(Tensor gradient, in AdamWStep step)
        {
            // Held until torch has read them: a factor made in the call may be collected meanwhile (TorchSharp 0.107.0).
            using Scalar keptFirst = Beta1.ToScalar(), newFirst = (1 - Beta1).ToScalar();
            using Scalar keptSecond = Beta2.ToScalar(), newSecond = (1 - Beta2).ToScalar();
            using Scalar decay = step.DecayFactor(_slots[0]).ToScalar(), root = step.Root.ToScalar();
            using Scalar epsilon = Epsilon.ToScalar(), rate = (-step.Rate(_slots[0])).ToScalar();
            _m.mul_(keptFirst).add_(gradient, newFirst);
            _v.mul_(keptSecond).addcmul_(gradient, gradient, newSecond);
            _weights.mul_(decay).addcdiv_(_m, _v.sqrt().mul_(root).add_(epsilon), rate);
        }

        private IEnumerable<(AdamWSlot Slot, Tensor M, Tensor V)> Views()
        {
            var at = 0L;
            foreach (var slot in _slots)
            {
                var numbers = slot.Weight.numel();
                yield return (slot, _m.narrow(0, at, numbers).view(slot.Weight.shape), _v.narrow(0, at, numbers).view(slot.Weight.shape));
                at += numbers;
            }
        }
    }
}

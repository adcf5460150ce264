using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Consumer.Thumbnails.Selection;

/// <summary>
/// Says which frames show damage. FFmpeg flags the frame whose data were damaged and none of those that are predicted from it; measured
/// with H.264 and MPEG-4 they show the damage up to the next key frame.
/// </summary>
internal sealed class DamageWatch
{
    // Longer than most streams have between two key frames (x264: 250 frames). One without key frames heals some other way, if at all.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private TimeSpan? _lastSound;
    private bool _isDamaged;

    /// <summary>Whether a sound frame can still be hoped for; otherwise what comes has to do.</summary>
    internal bool IsHopeful { get; private set; } = true;

    internal void BeginProducer() => (_lastSound, _isDamaged) = (null, false);

    /// <summary>Looks at the next frame.</summary>
    /// <param name="metadata">What it says.</param>
    /// <param name="time">Its time in the video.</param>
    internal Soundness Look(in FrameMetadata metadata, TimeSpan time)
    {
        bool isCorrupt = (metadata.Flags & FrameFlags.Corrupt) != 0;
        bool isKey = (metadata.Flags & FrameFlags.Key) != 0;
        _lastSound = _lastSound is TimeSpan last && last <= time ? last : time;
        IsHopeful = time - _lastSound <= s_patience;
        _isDamaged = isCorrupt || (_isDamaged && !isKey && IsHopeful);
        if (!_isDamaged)
        {
            _lastSound = time;
            IsHopeful = true;
        }

        return isCorrupt ? Soundness.Corrupt : _isDamaged ? Soundness.Dependent : Soundness.Sound;
    }
}

namespace Qyran.Measure.Tracking;

/// <summary>Kalman filter of one coordinate with constant velocity: position px, velocity px/s, their covariance.</summary>
internal struct AxisFilter
{
    public double Position, Velocity;
    private double _pp, _pv, _vv;

    /// <summary>Variance of the position, px².</summary>
    public readonly double Variance => _pp;

    public void Begin(double position, double positionDeviation, double velocityDeviation, double velocity = 0)
    {
        (Position, Velocity) = (position, velocity);
        (_pp, _pv, _vv) = (positionDeviation * positionDeviation, 0, velocityDeviation * velocityDeviation);
    }

    /// <summary>Moves on by dt seconds.</summary>
    /// <param name="acceleration">Power of the white acceleration noise, px²/s³.</param>
    /// <param name="keep">Share of the velocity that is kept, 0…1.</param>
    public void Predict(double dt, double acceleration, double keep = 1)
    {
        Velocity *= keep;
        _pv *= keep;
        _vv *= keep * keep;
        Position += Velocity * dt;
        _pp += (2 * dt * _pv) + (dt * dt * _vv) + (acceleration * dt * dt * dt / 3);
        _pv += (dt * _vv) + (acceleration * dt * dt / 2);
        _vv += acceleration * dt;
    }

    /// <summary>Takes in a measured position with its variance, px².</summary>
    public void Update(double measured, double variance)
    {
        var s = _pp + variance;
        if (s <= 0) return;
        var (kp, kv) = (_pp / s, _pv / s);
        var miss = measured - Position;
        Position += kp * miss;
        Velocity += kv * miss;
        _vv -= kv * _pv;
        _pv -= kp * _pv;
        _pp -= kp * _pp;
    }
}

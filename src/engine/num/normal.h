/* The normal distribution in one and two dimensions, and Student's t with 5 degrees of
 * freedom: what the collapsed posterior of a fit is made of. */
#ifndef MT_NUM_NORMAL_H
#define MT_NUM_NORMAL_H

#define LOG_2_PI 1.8378770664093454836

/* Phi(x) and log Phi(x); the logarithm is good in the far tail too. */
double mt_i_normal_cdf(double x);
double mt_i_normal_log_cdf(double x);

/* The quantile of Phi by Newton's method on the logarithm in the tails, p in (0, 1). */
double mt_i_normal_quantile(double p);

/* P(X > h, Y > k) of a standard bivariate normal with correlation r, absolute error about
 * 1e-15 (Genz 2004, Stat Comput 14:251, after Drezner and Wesolowsky 1990). h or k may be
 * infinite. */
double mt_i_bivariate_upper(double h, double k, double r);

/* The same as a logarithm with a relative error of about 1e-8 however small it is. */
double mt_i_bivariate_log_upper(double h, double k, double r);

/* A bivariate normal with X >= 0 and Y >= 0: mean and covariance (xx, xy, yy) before the
 * truncation and, in out, after it (Rosenbaum 1961, J R Stat Soc B 23:405).
 * log_orthant is log P(X >= 0, Y >= 0). */
void mt_i_truncated_moments(const double mean[2], const double covariance[3],
                            double log_orthant, double out_mean[2],
                            double out_covariance[3]);

/* X >= 0 alone: the same for one dimension; returns log P(X >= 0). */
double mt_i_truncated_moments_1(double mean, double variance, double *out_mean,
                                double *out_variance);

/* Standard normal above h at the given uniform: the quantile of the truncated law. */
double mt_i_normal_above(double h, double u);

/* One draw of (X, Y) with X >= 0, Y >= 0 from two uniforms; smooth in them. */
void mt_i_truncated_draw(const double mean[2], const double covariance[3],
                         double log_orthant, double u0, double u1, double out[2]);

/* Student's t, 5 degrees of freedom: quantile and log density. */
double mt_i_t5_quantile(double u);
double mt_i_t5_log_density(double x);

#endif
